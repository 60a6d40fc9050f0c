# Bar pratonton `terkawal watch`.
preview-label = Pratonton
preview-view = Lihat sebagai
preview-view-open = Semua kakitangan (terbuka)
preview-view-all = Setiausaha pelan (semua)
preview-view-copy = Salinan { $copy }
preview-paper = Paparan kertas
preview-screen = Paparan skrin
preview-no-warnings = Tiada amaran
preview-warnings = Amaran: { $count }
preview-errors = Ralat: { $count }
preview-stale = Halaman di belakang ialah keadaan terakhir tanpa ralat. Betulkan dan simpan; mesej ini hilang sendiri.
preview-nothing-yet = Pelan belum dapat dipaparkan. Betulkan dan simpan; halaman akan muncul sendiri.
preview-hint = petunjuk
preview-gone = Halaman ini tiada dalam paparan yang dipilih. Seksyennya mungkin telah dinamakan semula, dibuang, atau terkawal bagi pembaca ini.
preview-no-copy = Tiada pemegang bagi nombor salinan ini dalam senarai edaran. Pilih paparan lain di bar bawah.
preview-lost = Sambungan dengan terkawal watch terputus. Jalankan semula perintah itu di terminal.
