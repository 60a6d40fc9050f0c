# Bahasa rencana: catatan, keterangan, rujukan.

note-note = Catatan
note-tip = Kiat
note-important = Penting
note-warning = Peringatan
note-caution = Awas
caption-figure = Gambar {$number}:
caption-table = Tabel {$number}:
reference-figure = Gambar {$number}
reference-table = Tabel {$number}
reference-section = bagian {$number}
page-figures = Daftar Gambar
page-tables = Daftar Tabel
