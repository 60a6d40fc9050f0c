# Data blocks.

risk-code = No.
risk-function = Critical function
risk-threat = Threat
risk-weaknesses = Weaknesses
risk-controls = Existing controls
risk-likelihood = Likelihood
risk-impact = Impact
risk-level = Level of risk
risk-low = Low
risk-medium = Medium
risk-high = High
risk-extreme = Extreme
risk-map = Risk map: likelihood and impact

bia-code = No.
bia-function = Critical function
bia-system = System or facility
bia-impact = Impact
bia-mtd = MTD
bia-rto = RTO
bia-rto-system = System RTO
bia-wrt = WRT
bia-rpo = RPO
bia-backup = Backup
bia-category = Criticality
bia-until-mtd = Still within MTD
bia-timeline = Recovery of each function over time
bia-minutes = { $count } min
bia-hours = { $count } h
bia-days = { $count } d

mitigation-risk = Risk
mitigation-treatment = Treatment
mitigation-avoid = Avoid
mitigation-reduce = Reduce
mitigation-transfer = Transfer
mitigation-accept = Accept
mitigation-people = People
mitigation-process = Process
mitigation-technology = Technology
mitigation-site = Alternative site
mitigation-owner = Owner
mitigation-due = Due
mitigation-target = Target level

checklist-title = Progress of the checklist
checklist-done = Check
checklist-item = Item
checklist-owner = Owner
checklist-date = Date
checklist-progress = { $done } of { $count } done ({ $share }%)

contacts-name = Name
contacts-service = Service
contacts-post = Post
contacts-place = Place
contacts-phone = Telephone
contacts-mobile = Mobile
contacts-email = E-mail
contacts-alternate = Alternate
contacts-note = Note

roles-role = Role
roles-members = Members
roles-appointed = Appointed
roles-duties = Duties

mapping-from = Serves
mapping-to = Served
mapping-serves = serves
mapping-figure = Mapping

instructions-condition = Condition
instructions-actions = Actions in order
instructions-who = By
instructions-when = When

procedure-number = No.
procedure-step = Step
procedure-actor = By
procedure-next = Next
procedure-record = Record
procedure-time = Time
procedure-start = Start
procedure-end = End
procedure-chart = Flow of the procedure by actor

orgchart-chart = Organisation chart

flow-chart = Flow chart

strategy-number = No.
strategy-programme = Programme
strategy-thrust = Thrust { $number }: { $name }
strategy-strategy = Strategy { $number }: { $name }
strategy-programmes = programmes: { $count }
strategy-overview = Thrusts and strategies at a glance

actionplan-owner = Responsible
actionplan-measure = Key performance indicator
actionplan-date = Target date
actionplan-run = Period of work
actionplan-chart = Timetable
actionplan-point = Target date of an indicator
actionplan-bar = Period of work

# Examples in hints of error messages.

example-times = 30 minutes, 4 hours, 1 h 30 min, 2 days, 1 week
example-dates = Jun 2027; 15 Jun 2027; Mar & Sep every year; Dec every year (2027-2030); first quarter of 2027; 2027-2029
example-phones = 09-123 4567 or +60 9-123 4567 ext. 12
example-email = name@council.example
example-answers = Yes: a, No: b
