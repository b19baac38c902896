package plans

// CorporateObjective is the kind of link that the feed carries (E9).
const CorporateObjective = "corporate objective"
