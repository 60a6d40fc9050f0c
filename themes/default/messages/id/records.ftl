# Halaman yang dicetak dan ditandatangani.

approval-title = Pengesahan dan persetujuan versi
approval-content = SHA-256 isi
approval-explained = Saya mengesahkan isi dengan SHA-256 di atas. Setiap perubahan memerlukan persetujuan baru.
control-title = Judul
