# Halaman yang dicetak dan ditandatangani.

approval-title = Pengesahan dan kelulusan versi
approval-content = SHA-256 kandungan
approval-explained = Saya mengesahkan kandungan yang mempunyai SHA-256 di atas. Sebarang perubahan memerlukan kelulusan baharu.
master-holder = Setiausaha pelan (salinan induk)
receipt-title = Akuan penerimaan salinan bercetak
receipt-explained = Saya menerima salinan bercetak bernombor di atas, akan menyimpannya di tempat berkunci, dan akan memulangkannya apabila diminta.
receipt-head-note = Kepala ialah SHA-256 baris terakhir daftar edaran sebelum terbitan ini. Daftar yang kemudian mesti mengandungi baris itu dengan nombor yang sama; jika tidak, ia telah dikembalikan ke keadaan lama.
