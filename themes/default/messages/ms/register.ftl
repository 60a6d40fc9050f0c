# Words of the papers that the register prints: certificates and the report of status.

paper-generation = Terbitan
paper-copy = Salinan terkawal no.
paper-recorded-by = Direkod oleh
paper-entry = Entri daftar
paper-head = Kepala daftar
paper-note = Catatan
paper-head-note = Kepala ialah SHA-256 baris terakhir daftar edaran selepas entri ini. Daftar yang kemudian mesti mengandungi baris itu dengan nombor yang sama; jika tidak, ia telah dikembalikan ke keadaan lama.

certificate-title = Sijil pemusnahan salinan terkawal
certificate-statement = Salinan terkawal di bawah telah dimusnahkan di hadapan dua orang saksi yang menandatangani sijil ini.
certificate-method = Cara dimusnahkan
certificate-date = Tarikh dimusnahkan
certificate-witness = Saksi
certificate-honest = Fail yang pernah dimuat turun oleh pemegang tidak dapat dikesan. Sijil ini hanya mengesahkan apa yang dilihat oleh saksi.
