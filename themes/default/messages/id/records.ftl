# Halaman yang dicetak dan ditandatangani.

approval-title = Pengesahan dan persetujuan versi
approval-content = SHA-256 isi
approval-explained = Saya mengesahkan isi dengan SHA-256 di atas. Setiap perubahan memerlukan persetujuan baru.
master-holder = Sekretaris rencana (salinan induk)
receipt-title = Tanda terima salinan cetak
receipt-explained = Saya menerima salinan cetak bernomor di atas, akan menyimpannya di tempat terkunci, dan akan mengembalikannya bila diminta.
receipt-head-note = Kepala adalah SHA-256 baris terakhir daftar distribusi sebelum penerbitan ini. Daftar yang kemudian harus memuat baris itu dengan nomor yang sama; jika tidak, daftar itu telah dikembalikan ke keadaan lama.
