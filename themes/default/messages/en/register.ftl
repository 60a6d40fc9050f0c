# Words of the papers that the register prints: certificates and the report of status.

paper-generation = Generation
paper-copy = Controlled copy no.
paper-recorded-by = Recorded by
paper-entry = Register entry
paper-head = Head of the register
paper-note = Note
paper-head-note = The head is the SHA-256 of the last line of the register of copies after this entry. A later register must hold that line under the same number; otherwise it was put back to an earlier state.

certificate-title = Certificate of destruction of a controlled copy
certificate-statement = The controlled copy below was destroyed before two witnesses, who sign this certificate.
certificate-method = How it was destroyed
certificate-date = Date of destruction
certificate-witness = Witness
certificate-honest = Files that the holder downloaded before cannot be traced. This certificate confirms only what the witnesses saw.
