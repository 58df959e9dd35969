"""Cases from the registrations of a municipality, by the Dutch ZGW standards (Zaken API 1.5, Catalogi API 1.3)."""
