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

// Basis is what a decision rests on: the things whose state its page showed. Whatever is recorded of one of them
// afterwards is another state.
type Basis []Thing

// Thing is one of a kind, by the word that its audit entries have: by its number, or all of that kind in an area.
type Thing struct {
	Kind string
	ID   int64
	Area AreaID
}
