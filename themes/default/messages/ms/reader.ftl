# Words of the browser reader. Arguments are filled in by the reader itself, in the page.

## Lock panel
reader-panel-title = Buka salinan terkawal
reader-panel-lead-file = Salinan ini dibuka pada komputer anda sendiri, tanpa talian. Tiada apa-apa yang dihantar keluar dari halaman ini.
reader-panel-lead-site = Bahagian terkawal dibuka pada komputer anda sendiri. Kata laluan dan fail kunci tidak dihantar ke pelayan.
reader-passphrase-label = Kata laluan pada slip
reader-passphrase-hint = Taip seperti yang dicetak: nombor salinan, kemudian empat kumpulan enam aksara. Huruf kecil dan ruang dibenarkan.
reader-show = Tunjuk
reader-hide = Sembunyi
reader-or = atau
reader-key-file-label = Fail kunci pemegang
reader-key-file-hint = Untuk pemegang yang menyimpan kuncinya sendiri dalam sebuah fail.
reader-files-label = Fail salinan
reader-files-hint = Pilih semua fail dalam folder copies/NN salinan anda: copy.json, holder.age, key.age dan bundle.age.
reader-copy-label = No. salinan
reader-copy-auto = Automatik
reader-copy-hint = Lazimnya diambil daripada slip atau fail kunci.
reader-unlock = Buka
reader-working = Salinan sedang disemak dan dibuka. Sila tunggu; proses ini boleh mengambil masa setengah minit pada komputer lama.

## Open copy
reader-opened = Salinan No. { $copy } telah dibuka: { $count } bahagian. Kunci semula sebelum meninggalkan komputer.
reader-relock = Kunci semula
reader-locked-asked = Salinan telah dikunci semula.
reader-locked-idle = Salinan dikunci semula kerana tiada aktiviti selama { $minutes } minit.
reader-locked-left = Salinan dikunci semula kerana halaman ini ditinggalkan.
reader-idle-soon = Tiada aktiviti. Salinan akan dikunci semula dalam { $count } saat; gerakkan tetikus atau tekan sebarang kekunci untuk terus membaca.
reader-absent = Bahagian ini tidak termasuk dalam salinan ini.
reader-absent-short = (tidak termasuk dalam salinan ini)

## Receipt
reader-receipt-title = Kod penerimaan
reader-receipt-lead = Beritahu kod ini kepada setiausaha pelan, melalui telefon atau mel, sebagai akuan terima salinan ini. Kod ini tidak membuka apa-apa.
reader-receipt-copy = Salin kod
reader-receipt-copied = Kod telah disalin.
reader-receipt-select = Kod telah dipilih: tekan Ctrl+C.

## Copies on paper
reader-print-title = Salinan bercetak
reader-print-lead = Helaian terakhir ialah borang akuan penerimaan: minta pemegang menandatanganinya, dan simpan.
reader-print-button = Cetak

## Notices
reader-notice-draft = DRAF. Versi ini belum dikeluarkan dan tidak ditandatangani; jangan bertindak berdasarkannya.
reader-notice-http = Halaman ini diterima melalui sambungan biasa (http), maka ia tidak dapat membuktikan bahawa ia tidak diubah dalam perjalanan. Salinan satu fail (salinan-NN.html) yang diserahkan terus kepada anda adalah lebih selamat.
reader-notice-folder = Pelayar tidak membenarkan halaman dalam folder membaca fail di sebelahnya. Buka salinan satu fail anda (salinan-NN.html, NN ialah nombor salinan), atau pilih sendiri fail salinan di bawah.
reader-notice-paper = Salinan No. { $copy } ini untuk dicetak oleh setiausaha pelan, dengan kata laluan kunci induk (00-…). Jangan serahkan fail ini.
reader-notice-expired = Tempoh sah salinan ini tamat pada { $date } menurut jam komputer ini. Ia masih boleh dibuka; pastikan dengan setiausaha pelan sama ada versi baharu telah dikeluarkan.

## Marks on screen and paper
reader-mark-label = Tanda salinan terkawal
reader-mark-holder-label = Pemegang salinan terkawal
reader-mark-square = Kod salinan ini: { $code }
reader-mark-copy = SALINAN TERKAWAL NO. { $copy }
reader-mark-version = Versi { $version }
reader-mark-generation = Terbitan semula { $number }
reader-mark-draft = DRAF
reader-mark-page = Muka Surat :
reader-mark-printed = Dicetak: { $time }

## Failures
reader-error-passphrase-empty = Taip kata laluan pada slip anda, atau pilih fail kunci.
reader-error-passphrase-length = Kata laluan tidak lengkap atau berlebihan: { $count } aksara ditaip, sepatutnya nombor salinan diikuti 24 aksara.
reader-error-passphrase-typing = Kata laluan tersalah taip. Semak setiap aksara dengan slip; huruf U tidak digunakan dan mudah terkeliru dengan V.
reader-error-passphrase-wrong = Kata laluan ditaip dengan betul tetapi tidak membuka Salinan No. { $copy }. Slip ini mungkin telah digantikan; gunakan slip yang terbaharu atau hubungi setiausaha pelan.
reader-error-no-passphrase = Salinan No. { $copy } tidak dibuka dengan kata laluan. Pilih fail kunci pemegang.
reader-error-slip-other-copy = Slip ini untuk Salinan No. { $other }, sedangkan yang hendak dibuka ialah Salinan No. { $copy }.
reader-error-key-unreadable = Fail yang dipilih bukan fail kunci yang dapat dibaca.
reader-error-key-encrypted = Fail kunci ini sendiri dilindungi kata laluan. Taip kata laluan pada slip, atau pilih fail kunci yang telah dibuka.
reader-error-key-public = Fail yang dipilih hanya mengandungi kunci awam (age1…). Pilih fail kunci peribadi anda, yang mengandungi AGE-SECRET-KEY.
reader-error-key-post-quantum = Fail kunci ini daripada jenis pascakuantum (AGE-SECRET-KEY-PQ), yang belum disokong di sini.
reader-error-key-other-copy = Fail kunci ini untuk Salinan No. { $other }, sedangkan yang hendak dibuka ialah Salinan No. { $copy }.
reader-error-key-wrong = Kunci ini tidak membuka Salinan No. { $copy }. Ia mungkin milik salinan lain atau telah digantikan.
reader-error-choose-copy = Fail kunci ini tidak menyebut nombor salinannya. Pilih nombor salinan anda.
reader-error-choose-files = Pilih dahulu fail salinan anda daripada folder copies/NN.
reader-error-copy-not-found = Salinan No. { $copy } tiada di laman ini. Ia mungkin telah ditarik balik atau belum dikeluarkan.
reader-error-network = Fail salinan tidak dapat dimuat turun. Semak sambungan rangkaian dan cuba lagi, atau gunakan salinan satu fail.
reader-error-damaged = Fail { $title } rosak atau tidak lengkap. Dapatkan salinan ini sekali lagi.
reader-error-altered = Fail { $title } telah diubah dan tidak akan dibuka. Laporkan kepada setiausaha pelan.
reader-error-member-missing = Fail { $title } tiada dalam salinan ini. Dapatkan salinan ini sekali lagi.
reader-error-swapped = Fail-fail Salinan No. { $copy } bukan daripada salinan atau versi yang sama, maka tidak akan dibuka. Laporkan kepada setiausaha pelan.
reader-error-format-unknown = Fail { $title } ditulis dalam format yang tidak dikenali halaman ini. Dapatkan halaman atau salinan yang lebih baharu.
reader-error-post-quantum = Fail { $title } disulitkan dengan kunci pascakuantum ({ $other }), yang belum disokong di sini.
reader-error-stanza-unknown = Fail { $title } disulitkan dengan cara yang tidak dikenali halaman ini ({ $other }).
reader-error-work-excessive = Fail { $title } meminta kerja yang jauh lebih berat daripada biasa dan tidak akan dibuka. Laporkan kepada setiausaha pelan.
reader-error-browser-old = Versi pelayar ini sudah usang untuk membuka salinan. Gunakan Chrome, Edge atau Firefox yang lebih baharu.
reader-error-unexpected = Salinan tidak dapat dibuka kerana ralat yang tidak dijangka. Muat semula halaman dan cuba lagi; jika berulang, gunakan pelayar lain.

## Search
reader-search-results = { $count } seksyen ditemui
reader-search-none = Tiada seksyen ditemui. Cuba perkataan yang lebih pendek atau lebih sedikit.
reader-search-more = Tunjuk lagi
