# Words of the papers that the register prints: certificates and the report of status.

paper-generation = Terbitan
paper-copy = Salinan terkendali no.
paper-recorded-by = Dicatat oleh
paper-entry = Entri register
paper-head = Kepala register
paper-note = Catatan
paper-head-note = Kepala ialah SHA-256 baris terakhir register distribusi setelah entri ini. Register yang kemudian harus memuat baris itu dengan nomor yang sama; jika tidak, register telah dikembalikan ke keadaan lama.

certificate-title = Berita acara pemusnahan salinan terkendali
certificate-statement = Salinan terkendali di bawah ini telah dimusnahkan di hadapan dua orang saksi yang menandatangani berita acara ini.
certificate-method = Cara pemusnahan
certificate-date = Tanggal pemusnahan
certificate-witness = Saksi
certificate-honest = Berkas yang pernah diunduh oleh pemegang tidak dapat dilacak. Berita acara ini hanya menegaskan apa yang dilihat oleh saksi.
