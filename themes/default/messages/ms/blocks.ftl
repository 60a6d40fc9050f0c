# Blok data.

risk-code = Bil.
risk-function = Fungsi kritikal
risk-threat = Ancaman
risk-weaknesses = Kelemahan
risk-controls = Kawalan sedia ada
risk-likelihood = Kebarangkalian
risk-impact = Impak
risk-level = Tahap risiko
risk-low = Rendah
risk-medium = Sederhana
risk-high = Tinggi
risk-extreme = Ekstrem
risk-map = Peta risiko: kebarangkalian dan impak

bia-code = Bil.
bia-function = Fungsi kritikal
bia-system = Kemudahan
bia-impact = Kadar impak
bia-mtd = MTD
bia-rto = RTO
bia-rto-system = RTO sistem
bia-wrt = WRT
bia-rpo = RPO
bia-backup = Sandaran
bia-category = Kegentingan
bia-until-mtd = Masih dalam MTD
bia-timeline = Garis masa pemulihan bagi setiap fungsi
bia-minutes = { $count } minit
bia-hours = { $count } jam
bia-days = { $count } hari

mitigation-risk = Risiko
mitigation-treatment = Rawatan
mitigation-avoid = Elak
mitigation-reduce = Kurang
mitigation-transfer = Pindah
mitigation-accept = Terima
mitigation-people = Sumber manusia
mitigation-process = Proses dan tindakan
mitigation-technology = Teknologi
mitigation-site = Lokasi alternatif
mitigation-owner = Pemilik
mitigation-due = Tarikh siap
mitigation-target = Tahap sasaran

checklist-title = Kemajuan senarai semak
checklist-done = Semak
checklist-item = Perkara
checklist-owner = Tanggungjawab
checklist-date = Tarikh
checklist-progress = { $done } daripada { $count } selesai ({ $share }%)

contacts-name = Nama
contacts-service = Perkhidmatan
contacts-post = Jawatan
contacts-place = Tempat
contacts-phone = Telefon
contacts-mobile = Telefon bimbit
contacts-email = E-mel
contacts-alternate = Pengganti
contacts-note = Catatan

roles-role = Peranan
roles-members = Ahli
roles-appointed = Tarikh pelantikan
roles-duties = Tugas dan tanggungjawab

mapping-from = Menyokong
mapping-to = Disokong
mapping-serves = menyokong
mapping-figure = Pemetaan

instructions-condition = Keadaan
instructions-actions = Tindakan mengikut turutan
instructions-who = Oleh
instructions-when = Bila

procedure-number = Bil.
procedure-step = Langkah
procedure-actor = Pelaku
procedure-next = Seterusnya
procedure-record = Rekod
procedure-time = Tempoh
procedure-start = Mula
procedure-end = Tamat
procedure-chart = Carta alir prosedur mengikut pelaku

orgchart-chart = Carta organisasi

flow-chart = Carta alir

strategy-number = Bil.
strategy-programme = Program
strategy-thrust = Teras { $number }: { $name }
strategy-strategy = Strategi { $number }: { $name }
strategy-programmes = { $count } program
strategy-overview = Gambaran teras dan strategi

actionplan-owner = Tanggungjawab
actionplan-measure = Petunjuk prestasi (KPI)
actionplan-date = Tarikh sasaran
actionplan-run = Tempoh pelaksanaan
actionplan-chart = Jadual pelaksanaan
actionplan-point = Tarikh sasaran KPI
actionplan-bar = Tempoh pelaksanaan

# Contoh dalam petunjuk bagi mesej ralat.

example-times = 30 minit, 4 jam, 1 jam 30 minit, 2 hari, 1 minggu
example-dates = Jun 2027; 15 Jun 2027; Mac & Sept setiap tahun; Dis setiap tahun (2027-2030); Suku pertama 2027; 2027-2029
example-phones = 09-123 4567 or +60 9-123 4567 samb. 12
example-email = nama@majlis.example
example-answers = Ya: a, Tidak: b
