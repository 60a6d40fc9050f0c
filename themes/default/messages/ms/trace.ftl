# Laporan `terkawal trace`.

trace-title = Laporan pengesanan salinan
trace-inconclusive = tidak muktamad
trace-none = Tidak muktamad: tiada salinan dapat dinamakan daripada bahan ini.
trace-named = Bahan ini datang daripada salinan { $name }, pemegang { $holder }.
trace-asked = Bilangan salinan yang diuji
trace-rate = Kadar kesilapan yang dibenarkan
trace-letters = Huruf dan angka dalam bahan
trace-marks = Tanda dalam bahan
trace-compared = Versi yang dibandingkan
trace-letters-found = Huruf yang sepadan
trace-places = Tempat tanda
trace-marks-found = Tanda yang dibaca
trace-scores = Salinan yang paling sepadan
trace-copy = Salinan (versi)
trace-agreeing = Tanda yang sama
trace-probability = Kebarangkalian kebetulan
trace-evidence = Bukti mengikut bahagian
trace-section = Bahagian
trace-codes = Kod yang dibaca
trace-code = Kod
trace-misread = Aksara tersalah baca
trace-method = Cara: setiap salinan membawa aksara tanpa lebar sebelum perkataan tertentu. Aksara itu ditentukan oleh HMAC-SHA-256 dengan kunci salinan itu sahaja. Bahan dibandingkan dengan teks yang diterbitkan, huruf demi huruf, tanpa melihat kunci mana-mana salinan; kemudian dikira berapa tanda yang sama dengan tanda setiap salinan.
trace-chance = Bagi salinan yang lain, setiap tanda sama dengan kebetulan satu dalam enam belas. Kebarangkalian di atas ialah peluang bahawa mana-mana salinan lain sepadan sebaik itu, didarab dengan bilangan salinan yang diuji. Salinan dinamakan hanya apabila nilai itu tidak melebihi kadar yang dibenarkan.
trace-limits = Had: tanda hilang apabila teks ditaip semula, dicetak lalu diimbas, atau dibersihkan dengan sengaja; ketika itu hanya kod pada helaian dapat dibaca, dan kod boleh disalin oleh sesiapa yang melihatnya. Tanpa bukti, laporan ini menyatakan tidak muktamad; itu bukan bukti bahawa sesuatu salinan tidak terlibat.
trace-honest = Laporan ini menyatakan salinan yang mana, bukan siapa. Salinan boleh dipinjam, dicuri atau ditinggalkan terbuka.
