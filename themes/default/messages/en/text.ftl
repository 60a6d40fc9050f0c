# The plan language: notes, captions, references.

note-note = Note
note-tip = Tip
note-important = Important
note-warning = Warning
note-caution = Caution
caption-figure = Figure {$number}:
caption-table = Table {$number}:
reference-figure = Figure {$number}
reference-table = Table {$number}
reference-section = section {$number}
page-figures = List of Figures
page-tables = List of Tables
