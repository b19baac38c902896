package domain

// Event is one audit entry before who and when are added: what was done to which record, in words, with what it
// was before and is after (P3). Before and After are marshalled to JSON; nil means there was nothing.
type Event struct {
	Kind    string // "area", "issue", "attempt", "person" …: the word used in the URL
	ID      int64
	Area    AreaID // zero where it concerns none
	Summary string // "Issue raised", in words for the history
	Before  any
	After   any
}
