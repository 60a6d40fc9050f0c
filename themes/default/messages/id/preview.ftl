# Bilah pratinjau `terkawal watch`.
preview-label = Pratinjau
preview-view = Lihat sebagai
preview-view-open = Semua pegawai (terbuka)
preview-view-all = Sekretaris rencana (semua)
preview-view-copy = Salinan { $copy }
preview-paper = Tampilan kertas
preview-screen = Tampilan layar
preview-no-warnings = Tidak ada peringatan
preview-warnings = Peringatan: { $count }
preview-errors = Kesalahan: { $count }
preview-stale = Halaman di belakang adalah keadaan terakhir tanpa kesalahan. Perbaiki dan simpan; pesan ini hilang sendiri.
preview-nothing-yet = Rencana belum dapat ditampilkan. Perbaiki dan simpan; halaman akan muncul sendiri.
preview-hint = petunjuk
preview-gone = Halaman ini tidak ada dalam tampilan yang dipilih. Bagiannya mungkin telah diganti namanya, dihapus, atau terkendali bagi pembaca ini.
preview-no-copy = Tidak ada pemegang untuk nomor salinan ini dalam daftar distribusi. Pilih tampilan lain pada bilah di bawah.
preview-lost = Sambungan dengan terkawal watch terputus. Jalankan kembali perintah itu di terminal.
