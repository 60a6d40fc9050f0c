# Laporan `terkawal trace`.

trace-title = Laporan pelacakan salinan
trace-inconclusive = tidak konklusif
trace-none = Tidak konklusif: tidak ada salinan yang dapat disebut dari bahan ini.
trace-named = Bahan ini berasal dari salinan { $name }, pemegang { $holder }.
trace-asked = Jumlah salinan yang diuji
trace-rate = Tingkat kesalahan yang diizinkan
trace-letters = Huruf dan angka dalam bahan
trace-marks = Tanda dalam bahan
trace-compared = Versi yang dibandingkan
trace-letters-found = Huruf yang cocok
trace-places = Tempat tanda
trace-marks-found = Tanda yang terbaca
trace-scores = Salinan yang paling cocok
trace-copy = Salinan (versi)
trace-agreeing = Tanda yang sama
trace-probability = Peluang kebetulan
trace-evidence = Bukti menurut bagian
trace-section = Bagian
trace-codes = Kode yang terbaca
trace-code = Kode
trace-misread = Karakter salah baca
trace-method = Cara: setiap salinan membawa karakter tanpa lebar di depan kata tertentu. Karakter itu ditentukan oleh HMAC-SHA-256 dengan kunci salinan itu saja. Bahan dibandingkan dengan teks yang diterbitkan, huruf demi huruf, tanpa melihat kunci salinan mana pun; kemudian dihitung berapa tanda yang sama dengan tanda setiap salinan.
trace-chance = Bagi salinan lain, setiap tanda sama secara kebetulan satu dari enam belas. Peluang di atas adalah peluang bahwa salinan lain mana pun cocok sebaik itu, dikalikan dengan jumlah salinan yang diuji. Salinan disebut hanya bila nilai itu tidak melebihi tingkat yang diizinkan.
trace-limits = Batas: tanda hilang bila teks diketik ulang, dicetak lalu dipindai, atau dibersihkan dengan sengaja; saat itu hanya kode pada lembar yang dapat dibaca, dan kode dapat disalin oleh siapa pun yang melihatnya. Tanpa bukti, laporan ini menyatakan tidak konklusif; itu bukan bukti bahwa suatu salinan tidak terlibat.
trace-honest = Laporan ini menyatakan salinan yang mana, bukan siapa. Salinan dapat dipinjam, dicuri atau ditinggalkan terbuka.
