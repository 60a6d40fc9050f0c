# Halaman yang dicetak dan ditandatangani.

approval-title = Pengesahan dan kelulusan versi
approval-content = SHA-256 kandungan
approval-explained = Saya mengesahkan kandungan yang mempunyai SHA-256 di atas. Sebarang perubahan memerlukan kelulusan baharu.
control-title = Tajuk
