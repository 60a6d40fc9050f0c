# Pages that are printed and signed.

approval-title = Approval of the version
approval-content = SHA-256 of the content
approval-explained = I approve the content with the SHA-256 above. Any change needs a new approval.
master-holder = Plan secretary (master copy)
receipt-title = Receipt of a printed copy
receipt-explained = I have received the printed copy with the number above, will keep it locked away, and will give it back when asked.
receipt-head-note = The head is the SHA-256 of the last line of the register before this issue. A later register must hold that line under the same number; if it does not, it was put back to an earlier state.
