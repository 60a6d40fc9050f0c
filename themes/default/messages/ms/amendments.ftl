# Rekod pindaan dan senarai seksyen berkuat kuasa.

page-amendments = Rekod Pindaan
amendments-version = Versi { $version }
amendments-section = No. seksyen
amendments-kind = Jenis
amendments-text = Pindaan
amendments-title = Tajuk
amendments-effective = Berkuat kuasa mulai versi
effective-title = Senarai seksyen berkuat kuasa
change-added = Ditambah
change-removed = Dibuang
change-moved = Dialihkan
change-renumbered = Dinombor semula
change-changed = Diubah
amendments-many = { $count } perenggan berubah
amendments-comparison = Perbandingan versi { $other } dengan { $version }
amendments-none = Tiada pindaan.
amendments-file = Rekod pindaan. Teks dan baris boleh disunting: baris yang disunting tidak ditulis semula oleh terkawal diff.
