# Catatan perubahan dan daftar bagian yang berlaku.

page-amendments = Catatan Perubahan
amendments-version = Versi { $version }
amendments-section = No. bagian
amendments-kind = Jenis
amendments-text = Perubahan
amendments-title = Judul
amendments-effective = Berlaku sejak versi
effective-title = Daftar bagian yang berlaku
change-added = Ditambahkan
change-removed = Dihapus
change-moved = Dipindahkan
change-renumbered = Dinomori ulang
change-changed = Diubah
amendments-many = { $count } paragraf berubah
amendments-comparison = Perbandingan versi { $other } dengan { $version }
amendments-none = Tidak ada perubahan.
amendments-file = Catatan perubahan. Teks dan baris boleh disunting: baris yang disunting tidak ditulis ulang oleh terkawal diff.
