# Pages that are printed and signed.

approval-title = Approval of the version
approval-content = SHA-256 of the content
approval-explained = I approve the content with the SHA-256 above. Any change needs a new approval.
control-title = Title
