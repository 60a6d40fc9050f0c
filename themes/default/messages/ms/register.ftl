# Words of the papers that the register prints: certificates and the report of status.

paper-generation = Terbitan
paper-copy = Salinan terkawal no.
paper-recorded-by = Direkod oleh
paper-entry = Entri daftar
paper-head = Kepala daftar
paper-head-note = Kepala ialah SHA-256 baris terakhir daftar edaran selepas entri ini. Daftar yang kemudian mesti mengandungi baris itu dengan nombor yang sama; jika tidak, ia telah dikembalikan ke keadaan lama.

certificate-title = Sijil pemusnahan salinan terkawal
certificate-statement = Salinan terkawal di atas telah dimusnahkan di hadapan dua orang saksi yang menandatangani sijil ini.
certificate-method = Cara dimusnahkan
certificate-witness = Saksi
certificate-honest = Fail yang pernah dimuat turun oleh pemegang tidak dapat dikesan. Sijil ini hanya mengesahkan apa yang dilihat oleh saksi.

report-title = Laporan status salinan terkawal
report-overdue = Perkara tertunggak
report-copies = Salinan
report-state = Keadaan
report-since = Sejak
report-attention = Perhatian
report-count = Bilangan
report-open = Belum dipertanggungjawabkan
report-missing = Dalam senarai tanpa salinan versi ini
report-honest = Laporan ini mengandungi nama pemegang. Ia dimeterai kepada kunci induk dan tidak diterbitkan.
report-plan-late = Tarikh dalam pelan telah lewat:
report-plan-near = Tarikh dalam pelan hampir tamat:

medium-paper = bercetak
state-issued = dikeluarkan
state-acknowledged = diakui terima
state-transferred = dipindahkan
state-recalled = dipanggil balik
state-returned = dipulangkan
state-destroyed = dimusnahkan
state-lost = hilang
state-voided = dibatalkan
state-reserved = simpanan
state-not-issued = belum dikeluarkan

attention-no-receipt = tiada akuan terima selama { $count } hari
attention-inactive = tidak aktif: tiada akuan terima selama { $count } hari
attention-recall = patut dipulangkan { $count } hari lalu
attention-recall-ahead = perlu dipulangkan dalam { $count } hari
attention-recall-yesterday = patut dipulangkan semalam
attention-recall-today = perlu dipulangkan hari ini
attention-recall-tomorrow = perlu dipulangkan esok
attention-leaver = pemegang meninggalkan jawatan { $count } hari lalu
attention-leaver-ahead = pemegang meninggalkan jawatan dalam { $count } hari
attention-leaver-yesterday = pemegang meninggalkan jawatan semalam
attention-leaver-today = pemegang meninggalkan jawatan hari ini
attention-leaver-tomorrow = pemegang meninggalkan jawatan esok
attention-untold = kehilangan tidak dimaklumkan kepada pengasal dalam 24 jam
attention-untold-ahead = kehilangan perlu dimaklumkan kepada pengasal dalam 24 jam
