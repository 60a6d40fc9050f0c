# Words of the papers that the register prints: certificates and the report of status.

paper-generation = Terbitan
paper-copy = Salinan terkendali no.
paper-recorded-by = Dicatat oleh
paper-entry = Entri register
paper-head = Kepala register
paper-head-note = Kepala ialah SHA-256 baris terakhir register distribusi setelah entri ini. Register yang kemudian harus memuat baris itu dengan nomor yang sama; jika tidak, register telah dikembalikan ke keadaan lama.

certificate-title = Berita acara pemusnahan salinan terkendali
certificate-statement = Salinan terkendali di atas telah dimusnahkan di hadapan dua orang saksi yang menandatangani berita acara ini.
certificate-method = Cara pemusnahan
certificate-witness = Saksi
certificate-honest = Berkas yang pernah diunduh oleh pemegang tidak dapat dilacak. Berita acara ini hanya menegaskan apa yang dilihat oleh saksi.

report-title = Laporan status salinan terkendali
report-overdue = Hal yang terlambat
report-copies = Salinan
report-state = Keadaan
report-since = Sejak
report-attention = Perhatian
report-count = Jumlah
report-open = Belum dipertanggungjawabkan
report-missing = Dalam daftar tanpa salinan versi ini
report-honest = Laporan ini memuat nama pemegang. Laporan disegel untuk kunci induk dan tidak diterbitkan.
report-plan-late = Tanggal dalam rencana sudah lewat:
report-plan-near = Tanggal dalam rencana segera berakhir:

medium-paper = cetak
state-issued = diterbitkan
state-acknowledged = diakui diterima
state-transferred = dialihkan
state-recalled = ditarik kembali
state-returned = dikembalikan
state-destroyed = dimusnahkan
state-lost = hilang
state-voided = dibatalkan
state-reserved = cadangan
state-not-issued = belum diterbitkan

attention-no-receipt = tidak ada tanda terima selama { $count } hari
attention-inactive = tidak aktif: tidak ada tanda terima selama { $count } hari
attention-recall = seharusnya kembali { $count } hari lalu
attention-recall-ahead = harus kembali dalam { $count } hari
attention-recall-yesterday = seharusnya kembali kemarin
attention-recall-today = harus kembali hari ini
attention-recall-tomorrow = harus kembali besok
attention-leaver = pemegang meninggalkan jabatan { $count } hari lalu
attention-leaver-ahead = pemegang meninggalkan jabatan dalam { $count } hari
attention-leaver-yesterday = pemegang meninggalkan jabatan kemarin
attention-leaver-today = pemegang meninggalkan jabatan hari ini
attention-leaver-tomorrow = pemegang meninggalkan jabatan besok
attention-untold = kehilangan tidak diberitahukan kepada asal dokumen dalam 24 jam
attention-untold-ahead = kehilangan harus diberitahukan kepada asal dokumen dalam 24 jam
