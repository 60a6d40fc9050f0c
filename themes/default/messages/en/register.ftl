# Words of the papers that the register prints: certificates and the report of status.

paper-generation = Generation
paper-copy = Controlled copy no.
paper-recorded-by = Recorded by
paper-entry = Register entry
paper-head = Head of the register
paper-head-note = The head is the SHA-256 of the last line of the register of copies after this entry. A later register must hold that line under the same number; otherwise it was put back to an earlier state.

certificate-title = Certificate of destruction of a controlled copy
certificate-statement = The controlled copy above was destroyed before two witnesses, who sign this certificate.
certificate-method = How it was destroyed
certificate-witness = Witness
certificate-honest = Files that the holder downloaded before cannot be traced. This certificate confirms only what the witnesses saw.

report-title = Status of controlled copies
report-overdue = Overdue
report-copies = Copies
report-state = State
report-since = Since
report-attention = Attention
report-count = Count
report-open = Not accounted for
report-missing = In the list without a copy of this version
report-honest = This report names holders. It is sealed to the master key and is not published.
report-plan-late = A date in the plan is past:
report-plan-near = A date in the plan is near its end:

medium-paper = on paper
state-issued = issued
state-acknowledged = acknowledged
state-transferred = transferred
state-recalled = recalled
state-returned = returned
state-destroyed = destroyed
state-lost = lost
state-voided = voided
state-reserved = reserved
state-not-issued = not issued

attention-no-receipt = no receipt for { $count } days
attention-inactive = inactive: no receipt for { $count } days
attention-recall = was to come back { $count } days ago
attention-recall-ahead = to come back in { $count } days
attention-recall-yesterday = was to come back yesterday
attention-recall-today = to come back today
attention-recall-tomorrow = to come back tomorrow
attention-leaver = the holder left the post { $count } days ago
attention-leaver-ahead = the holder leaves the post in { $count } days
attention-leaver-yesterday = the holder left the post yesterday
attention-leaver-today = the holder leaves the post today
attention-leaver-tomorrow = the holder leaves the post tomorrow
attention-untold = loss not told to the originator within 24 hours
attention-untold-ahead = loss to be told to the originator within 24 hours
