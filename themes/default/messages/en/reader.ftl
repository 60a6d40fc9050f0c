# Words of the browser reader. Arguments are filled in by the reader itself, in the page.

## Lock panel
reader-panel-title = Open a controlled copy
reader-panel-lead-file = This copy is opened on your own computer, offline. Nothing leaves this page.
reader-panel-lead-site = Controlled sections are opened on your own computer. Neither passphrase nor key file is sent to the server.
reader-passphrase-label = Passphrase on the slip
reader-passphrase-hint = Type it as printed: the copy number, then four groups of six characters. Small letters and spaces are fine.
reader-show = Show
reader-hide = Hide
reader-or = or
reader-key-file-label = Holder key file
reader-key-file-hint = For holders who keep their own key in a file.
reader-files-label = Files of the copy
reader-files-hint = Choose all files in the folder copies/NN of your copy: copy.json, holder.age, key.age and bundle.age.
reader-copy-label = Copy number
reader-copy-auto = Automatic
reader-copy-hint = Usually taken from the slip or the key file.
reader-unlock = Open
reader-working = The copy is being checked and opened. Please wait; on an old computer this can take half a minute.

## Open copy
reader-opened = Copy No. { $copy } is open; sections: { $count }. Lock it again before you leave the computer.
reader-relock = Lock again
reader-locked-asked = The copy has been locked again.
reader-locked-idle = The copy was locked again after { $minutes } minutes without activity.
reader-locked-left = The copy was locked again because this page was left.
reader-idle-soon = No activity. The copy will be locked again in { $count } seconds; move the mouse or press any key to go on reading.
reader-absent = This section is not part of this copy.
reader-absent-short = (not part of this copy)

## Receipt
reader-receipt-title = Receipt code
reader-receipt-lead = Tell this code to the plan secretary, by telephone or mail, to acknowledge this copy. The code opens nothing.
reader-receipt-copy = Copy code
reader-receipt-copied = The code was copied.
reader-receipt-select = The code is selected: press Ctrl+C.

## Copies on paper
reader-print-title = Copy on paper
reader-print-lead = The last sheet is the receipt form: have the holder sign it, and keep it.
reader-print-button = Print

## Notices
reader-notice-draft = DRAFT. This version has not been issued and is not signed; do not act on it.
reader-notice-http = This page came over a plain connection (http), so it cannot prove that it was not changed on its way. The one-file copy (salinan-NN.html) that was handed to you is safer.
reader-notice-folder = Browsers do not let a page in a folder read the files beside it. Open your one-file copy (salinan-NN.html, where NN is the copy number), or choose the files of the copy yourself below.
reader-notice-paper = Copy No. { $copy } is for the plan secretary to print, with the passphrase of the master key (00-…). Do not hand this file over.
reader-notice-expired = By the clock of this computer, this copy was valid until { $date }. It can still be opened; ask the plan secretary whether a newer version has been issued.

## Marks on screen and paper
reader-mark-label = Controlled copy marks
reader-mark-holder-label = Holder of the controlled copy
reader-mark-square = Code of this copy: { $code }
reader-mark-copy = CONTROLLED COPY NO. { $copy }
reader-mark-version = Version { $version }
reader-mark-generation = Reissue { $number }
reader-mark-draft = DRAFT
reader-mark-page = Page:
reader-mark-printed = Printed: { $time }

## Failures
reader-error-passphrase-empty = Type the passphrase on your slip, or choose a key file.
reader-error-passphrase-length = The passphrase is too short or too long: { $count } characters typed, where the copy number and 24 characters are expected.
reader-error-passphrase-typing = There is a typing error in the passphrase. Compare each character with the slip; the letter U is never used and is easily taken for V.
reader-error-passphrase-wrong = The passphrase is typed correctly but does not open Copy No. { $copy }. The slip may have been replaced; use the newest one, or ask the plan secretary.
reader-error-no-passphrase = Copy No. { $copy } is not opened with a passphrase. Choose the holder key file.
reader-error-slip-other-copy = This slip is for Copy No. { $other }, but the copy to be opened is No. { $copy }.
reader-error-key-unreadable = The chosen file is not a key file that can be read.
reader-error-key-encrypted = This key file is itself under a passphrase. Type the passphrase on the slip, or choose the decrypted key file.
reader-error-key-public = The chosen file holds only a public key (age1…). Choose your private key file, which holds AGE-SECRET-KEY.
reader-error-key-post-quantum = This key file is of the post-quantum kind (AGE-SECRET-KEY-PQ), which is not supported here yet.
reader-error-key-other-copy = This key file is for Copy No. { $other }, but the copy to be opened is No. { $copy }.
reader-error-key-wrong = This key does not open Copy No. { $copy }. It may belong to another copy or may have been replaced.
reader-error-choose-copy = This key file does not say which copy it is for. Choose your copy number.
reader-error-choose-files = First choose the files of your copy from its folder copies/NN.
reader-error-copy-not-found = Copy No. { $copy } is not on this site. It may have been recalled, or not yet issued.
reader-error-network = The files of the copy could not be fetched. Check the network and try again, or use the one-file copy.
reader-error-damaged = The file { $title } is damaged or incomplete. Get this copy again.
reader-error-altered = The file { $title } has been altered and will not be opened. Report this to the plan secretary.
reader-error-member-missing = The file { $title } is missing from this copy. Get this copy again.
reader-error-swapped = The files of Copy No. { $copy } do not all come from the same copy or version, and will not be opened. Report this to the plan secretary.
reader-error-format-unknown = The file { $title } is in a format that this page does not know. Get a newer page or copy.
reader-error-post-quantum = The file { $title } is sealed to a post-quantum key ({ $other }), which is not supported here yet.
reader-error-stanza-unknown = The file { $title } is sealed in a way that this page does not know ({ $other }).
reader-error-work-excessive = The file { $title } asks for far more work than usual and will not be opened. Report this to the plan secretary.
reader-error-browser-old = This browser is too old to open a copy. Use a newer Chrome, Edge or Firefox.
reader-error-unexpected = The copy could not be opened because of an unexpected error. Load the page again and retry; if it comes back, use another browser.

## Search
reader-search-results = Sections found: { $count }
reader-search-none = No section found. Try shorter or fewer words.
reader-search-more = Show more
