package plans

// corporateObjective is the kind of link that the feed carries (E9).
const CorporateObjective = "corporate objective"
