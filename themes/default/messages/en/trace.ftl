# Report of `terkawal trace`.

trace-title = Report on a leaked text
trace-inconclusive = not conclusive
trace-none = Not conclusive: no copy can be named from this matter.
trace-named = This matter came from copy { $name }, held by { $holder }.
trace-asked = Copies that were asked about
trace-rate = Rate of error allowed
trace-letters = Letters and digits in the matter
trace-marks = Marks in the matter
trace-compared = Versions it was compared with
trace-letters-found = Letters found
trace-places = Places for marks
trace-marks-found = Marks read
trace-scores = Copies that fit best
trace-copy = Copy (version)
trace-agreeing = Marks that agree
trace-probability = Chance
trace-evidence = Evidence by section
trace-section = Section
trace-codes = Codes that were read
trace-code = Code
trace-misread = Characters misread
trace-method = Method: each copy carries characters of no width before certain words. They come from HMAC-SHA-256 under a key of that copy alone. The matter is compared with the text that was issued, letter by letter, without a look at any copy's key; then it is counted how many marks agree with those of each copy.
trace-chance = For any other copy each mark agrees by chance, one time in sixteen. The chance above is that of any other copy fitting so well, times the number of copies asked about. A copy is named only when that is no more than the rate allowed.
trace-limits = Limits: marks are lost when text is typed again, printed and scanned, or cleaned on purpose; then only the code on the sheets can be read, and whoever sees a code can copy it. Without evidence this report says that it is not conclusive, which does not show that a copy had no part in it.
trace-honest = This report says which copy, not who. A copy can be lent, stolen, or left open.
