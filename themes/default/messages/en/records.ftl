# Pages that are printed and signed.

approval-title = Approval of the version
approval-content = SHA-256 of the content
approval-explained = I approve the content with the SHA-256 above. Any change needs a new approval.
master-holder = Plan secretary (master copy)
receipt-title = Receipt of a printed copy
receipt-explained = I have received the printed copy with the number above, will keep it locked away, and will give it back when asked.
