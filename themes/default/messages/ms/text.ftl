# Bahasa pelan: nota, kapsyen, rujukan.

note-note = Nota
note-tip = Petua
note-important = Penting
note-warning = Amaran
note-caution = Awas
caption-figure = Rajah {$number}:
caption-table = Jadual {$number}:
reference-figure = Rajah {$number}
reference-table = Jadual {$number}
reference-section = seksyen {$number}
page-figures = Senarai Rajah
page-tables = Senarai Jadual
