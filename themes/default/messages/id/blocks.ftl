# Blok data.

risk-code = No.
risk-function = Fungsi kritis
risk-threat = Ancaman
risk-weaknesses = Kelemahan
risk-controls = Pengendalian yang ada
risk-likelihood = Kemungkinan
risk-impact = Dampak
risk-level = Tingkat risiko
risk-low = Rendah
risk-medium = Sedang
risk-high = Tinggi
risk-extreme = Ekstrem
risk-map = Peta risiko: kemungkinan dan dampak

bia-code = No.
bia-function = Fungsi kritis
bia-system = Sistem atau infrastruktur
bia-impact = Dampak
bia-mtd = MTD
bia-rto = RTO
bia-rto-system = RTO sistem
bia-wrt = WRT
bia-rpo = RPO
bia-backup = Cadangan data
bia-category = Kekritisan
bia-until-mtd = Masih dalam MTD
bia-timeline = Garis waktu pemulihan tiap fungsi
bia-minutes = { $count } menit
bia-hours = { $count } jam
bia-days = { $count } hari

mitigation-risk = Risiko
mitigation-treatment = Perlakuan
mitigation-avoid = Hindari
mitigation-reduce = Kurangi
mitigation-transfer = Alihkan
mitigation-accept = Terima
mitigation-people = Sumber daya manusia
mitigation-process = Proses dan tindakan
mitigation-technology = Teknologi
mitigation-site = Lokasi alternatif
mitigation-owner = Penanggung jawab
mitigation-due = Tenggat
mitigation-target = Tingkat sasaran

checklist-title = Kemajuan daftar periksa
checklist-done = Periksa
checklist-item = Hal
checklist-owner = Penanggung jawab
checklist-date = Tanggal
checklist-progress = { $done } dari { $count } selesai ({ $share }%)

contacts-name = Nama
contacts-service = Layanan
contacts-post = Jabatan
contacts-place = Tempat
contacts-phone = Telepon
contacts-mobile = Telepon seluler
contacts-email = Surel
contacts-alternate = Pengganti
contacts-note = Catatan

roles-role = Peran
roles-members = Anggota
roles-appointed = Tanggal penunjukan
roles-duties = Tugas dan tanggung jawab

mapping-from = Mendukung
mapping-to = Didukung
mapping-serves = mendukung
mapping-figure = Pemetaan

instructions-condition = Kondisi
instructions-actions = Tindakan berurutan
instructions-who = Oleh
instructions-when = Kapan

procedure-number = No.
procedure-step = Langkah
procedure-actor = Pelaksana
procedure-next = Selanjutnya
procedure-record = Dokumen
procedure-time = Waktu
procedure-start = Mulai
procedure-end = Selesai
procedure-chart = Diagram alir prosedur menurut pelaksana

orgchart-chart = Bagan organisasi

flow-chart = Diagram alir

strategy-number = No.
strategy-programme = Program
strategy-thrust = Pilar { $number }: { $name }
strategy-strategy = Strategi { $number }: { $name }
strategy-programmes = { $count } program
strategy-overview = Gambaran pilar dan strategi

actionplan-owner = Penanggung jawab
actionplan-measure = Indikator kinerja (IKU)
actionplan-date = Target waktu
actionplan-run = Masa pelaksanaan
actionplan-chart = Jadwal pelaksanaan
actionplan-point = Target waktu indikator
actionplan-bar = Masa pelaksanaan

# Contoh dalam petunjuk bagi pesan galat.

example-times = 30 menit, 4 jam, 1 jam 30 menit, 2 hari, 1 minggu
example-dates = Juni 2027; 15 Juni 2027; Mar & Sep setiap tahun; Des setiap tahun (2027-2030); Triwulan I 2027; 2027-2029
example-phones = 021-123 4567 or +62 21-123 4567 ext. 12
example-email = nama@instansi.example
example-answers = Ya: a, Tidak: b
