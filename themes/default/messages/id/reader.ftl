# Words of the browser reader. Arguments are filled in by the reader itself, in the page.

## Lock panel
reader-panel-title = Buka salinan terkendali
reader-panel-lead-file = Salinan ini dibuka di komputer Anda sendiri, tanpa jaringan. Tidak ada yang dikirim keluar dari halaman ini.
reader-panel-lead-site = Bagian terkendali dibuka di komputer Anda sendiri. Kata sandi dan berkas kunci tidak dikirim ke peladen.
reader-passphrase-label = Kata sandi pada slip
reader-passphrase-hint = Ketik seperti yang tercetak: nomor salinan, lalu empat kelompok enam karakter. Huruf kecil dan spasi diperbolehkan.
reader-show = Tampilkan
reader-hide = Sembunyikan
reader-or = atau
reader-key-file-label = Berkas kunci pemegang
reader-key-file-hint = Untuk pemegang yang menyimpan kuncinya sendiri dalam sebuah berkas.
reader-files-label = Berkas salinan
reader-files-hint = Pilih semua berkas dalam folder copies/NN salinan Anda: copy.json, holder.age, key.age, dan bundle.age.
reader-copy-label = No. salinan
reader-copy-auto = Otomatis
reader-copy-hint = Biasanya diambil dari slip atau berkas kunci.
reader-unlock = Buka
reader-working = Salinan sedang diperiksa dan dibuka. Mohon tunggu; pada komputer lama ini dapat memakan waktu setengah menit.

## Open copy
reader-opened = Salinan No. { $copy } telah dibuka: { $count } bagian. Kunci kembali sebelum meninggalkan komputer.
reader-relock = Kunci kembali
reader-locked-asked = Salinan telah dikunci kembali.
reader-locked-idle = Salinan dikunci kembali karena tidak ada kegiatan selama { $minutes } menit.
reader-locked-left = Salinan dikunci kembali karena halaman ini ditinggalkan.
reader-idle-soon = Tidak ada kegiatan. Salinan akan dikunci kembali dalam { $count } detik; gerakkan tetikus atau tekan sembarang tombol untuk terus membaca.
reader-absent = Bagian ini tidak termasuk dalam salinan ini.
reader-absent-short = (tidak termasuk dalam salinan ini)

## Receipt
reader-receipt-title = Kode penerimaan
reader-receipt-lead = Sampaikan kode ini kepada sekretaris rencana, lewat telepon atau surel, sebagai tanda terima salinan ini. Kode ini tidak membuka apa pun.
reader-receipt-copy = Salin kode
reader-receipt-copied = Kode telah disalin.
reader-receipt-select = Kode telah dipilih: tekan Ctrl+C.

## Copies on paper
reader-print-title = Salinan cetak
reader-print-lead = Lembar terakhir adalah formulir tanda terima: minta pemegang menandatanganinya, lalu simpan.
reader-print-button = Cetak

## Notices
reader-notice-draft = DRAF. Versi ini belum diterbitkan dan tidak ditandatangani; jangan bertindak berdasarkan isinya.
reader-notice-http = Halaman ini diterima melalui sambungan biasa (http), sehingga tidak dapat membuktikan bahwa ia tidak diubah di perjalanan. Salinan satu berkas (salinan-NN.html) yang diserahkan langsung kepada Anda lebih aman.
reader-notice-folder = Peramban tidak mengizinkan halaman dalam folder membaca berkas di sebelahnya. Buka salinan satu berkas Anda (salinan-NN.html, NN adalah nomor salinan), atau pilih sendiri berkas salinan di bawah ini.
reader-notice-paper = Salinan No. { $copy } ini untuk dicetak oleh sekretaris rencana, dengan kata sandi kunci induk (00-…). Jangan serahkan file ini.
reader-notice-expired = Masa berlaku salinan ini berakhir pada { $date } menurut jam komputer ini. Salinan masih dapat dibuka; pastikan kepada sekretaris rencana apakah versi baru telah diterbitkan.

## Marks on screen and paper
reader-mark-label = Tanda salinan terkendali
reader-mark-holder-label = Pemegang salinan terkendali
reader-mark-square = Kode salinan ini: { $code }
reader-mark-copy = SALINAN TERKENDALI NO. { $copy }
reader-mark-version = Versi { $version }
reader-mark-generation = Terbitan ulang { $number }
reader-mark-draft = DRAF
reader-mark-page = Halaman :
reader-mark-printed = Dicetak: { $time }

## Failures
reader-error-passphrase-empty = Ketik kata sandi pada slip Anda, atau pilih berkas kunci.
reader-error-passphrase-length = Kata sandi kurang atau kelebihan: { $count } karakter diketik, seharusnya nomor salinan diikuti 24 karakter.
reader-error-passphrase-typing = Kata sandi salah ketik. Cocokkan setiap karakter dengan slip; huruf U tidak dipakai dan mudah tertukar dengan V.
reader-error-passphrase-wrong = Kata sandi diketik dengan benar tetapi tidak membuka Salinan No. { $copy }. Slip ini mungkin sudah diganti; gunakan slip terbaru atau hubungi sekretaris rencana.
reader-error-no-passphrase = Salinan No. { $copy } tidak dibuka dengan kata sandi. Pilih berkas kunci pemegang.
reader-error-slip-other-copy = Slip ini untuk Salinan No. { $other }, sedangkan yang hendak dibuka adalah Salinan No. { $copy }.
reader-error-key-unreadable = Berkas yang dipilih bukan berkas kunci yang dapat dibaca.
reader-error-key-encrypted = Berkas kunci ini sendiri dilindungi kata sandi. Ketik kata sandi pada slip, atau pilih berkas kunci yang sudah dibuka.
reader-error-key-public = Berkas yang dipilih hanya berisi kunci publik (age1…). Pilih berkas kunci pribadi Anda, yang berisi AGE-SECRET-KEY.
reader-error-key-post-quantum = Berkas kunci ini berjenis pascakuantum (AGE-SECRET-KEY-PQ), yang belum didukung di sini.
reader-error-key-other-copy = Berkas kunci ini untuk Salinan No. { $other }, sedangkan yang hendak dibuka adalah Salinan No. { $copy }.
reader-error-key-wrong = Kunci ini tidak membuka Salinan No. { $copy }. Kunci mungkin milik salinan lain atau sudah diganti.
reader-error-choose-copy = Berkas kunci ini tidak menyebut nomor salinannya. Pilih nomor salinan Anda.
reader-error-choose-files = Pilih dahulu berkas salinan Anda dari folder copies/NN.
reader-error-copy-not-found = Salinan No. { $copy } tidak ada di situs ini. Salinan mungkin sudah ditarik atau belum diterbitkan.
reader-error-network = Berkas salinan tidak dapat diunduh. Periksa sambungan jaringan lalu coba lagi, atau gunakan salinan satu berkas.
reader-error-damaged = Berkas { $title } rusak atau tidak lengkap. Mintalah salinan ini sekali lagi.
reader-error-altered = Berkas { $title } telah diubah dan tidak akan dibuka. Laporkan kepada sekretaris rencana.
reader-error-member-missing = Berkas { $title } tidak ada dalam salinan ini. Mintalah salinan ini sekali lagi.
reader-error-swapped = Berkas-berkas Salinan No. { $copy } tidak berasal dari salinan atau versi yang sama, sehingga tidak akan dibuka. Laporkan kepada sekretaris rencana.
reader-error-format-unknown = Berkas { $title } ditulis dalam format yang tidak dikenal halaman ini. Mintalah halaman atau salinan yang lebih baru.
reader-error-post-quantum = Berkas { $title } dimeterai dengan kunci pascakuantum ({ $other }), yang belum didukung di sini.
reader-error-stanza-unknown = Berkas { $title } dimeterai dengan cara yang tidak dikenal halaman ini ({ $other }).
reader-error-work-excessive = Berkas { $title } meminta kerja yang jauh lebih berat daripada biasa dan tidak akan dibuka. Laporkan kepada sekretaris rencana.
reader-error-browser-old = Peramban ini terlalu lama untuk membuka salinan. Gunakan Chrome, Edge, atau Firefox yang lebih baru.
reader-error-unexpected = Salinan tidak dapat dibuka karena kesalahan tak terduga. Muat ulang halaman lalu coba lagi; jika terulang, gunakan peramban lain.

## Search
reader-search-results = { $count } bagian ditemukan
reader-search-none = Tidak ada bagian yang ditemukan. Coba kata yang lebih pendek atau lebih sedikit.
reader-search-more = Tampilkan lagi
