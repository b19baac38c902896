package issues

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// Over reports whether nothing more is to be done about an issue in this state.
func (s IssueState) Over() bool {
	return s == IssueMerged || s == IssueNotTakenForward || s == IssueResolved || s == IssueVerified
}

// IssueSort is the order of a list of issues.
type IssueSort string

// The orders. Best match is for lists narrowed by text; it ranks the newest thousand matches.
const (
	NewestFirst     IssueSort = "newest"
	OldestFirst     IssueSort = "oldest"
	RecentlyChanged IssueSort = "changed"
	ByTitle         IssueSort = "title"
	BestMatch       IssueSort = "match"
)

// IssueSorts lists the orders that need no text.
func IssueSorts() []IssueSort {
	return []IssueSort{NewestFirst, OldestFirst, RecentlyChanged, ByTitle}
}

// IssueFilter narrows a list of issues. The zero filter takes everything that the reader may see, newest first.
type IssueFilter struct {
	Area         domain.AreaID
	AreaNamed    string // part of the name of its area
	Theme        domain.ThemeID
	Unthemed     bool         // only those not categorised
	States       []IssueState // empty: any
	Source       domain.Source
	Text         string
	RaisedFrom   time.Time // zero: any
	RaisedBefore time.Time
	RaisedBy     domain.PersonID // zero: anybody
	Cycle        int             // of its area, where one is asked for; zero: any
	Sort         IssueSort
	After        Cursor // the page after this row …
	Before       Cursor // … or the page before it
}

// MostCounted is where counting stops: totals beyond it are shown as "500+". Each page of a list counts anew, and to a
// thousand the count alone would cost as much as the page.
const MostCounted = 500

// MostRanked is how many of the newest matches are ranked: all of a common word's would cost seconds.
const MostRanked = 1000

// IssueRow is one line of a list of issues.
type IssueRow struct {
	ID       domain.IssueID
	Title    string
	AreaID   domain.AreaID
	Area     string
	Theme    string
	Source   domain.Source
	State    IssueState
	RaisedAt time.Time
	SortKey  string // the value by which the row is sorted, as text
}

// IssueFileRow is one line of a list of issues as a file: more than a page shows.
type IssueFileRow struct {
	IssueRow
	Visibility Visibility
	Tier       string
	ChangedAt  time.Time
}

// ChosenIssue is one of the issues that somebody ticked to work on together.
type ChosenIssue struct {
	IssueRow
	Visibility Visibility
	Synthesis  bool // made from several
}

// Cursor is a row's place in a sorted list: the value that it is sorted by and its identifier. The zero Cursor is no
// place.
type Cursor struct {
	Sort IssueSort
	Key  string
	ID   domain.IssueID
}

// CursorOf is the row's place in a list sorted so.
func CursorOf(sort IssueSort, row IssueRow) Cursor {
	return Cursor{Sort: sort, Key: row.SortKey, ID: row.ID}
}

// String is the cursor as it stands in an address.
func (c Cursor) String() string {
	if c.ID == 0 {
		return ""
	}
	return string(c.Sort) + "." + strconv.FormatInt(int64(c.ID), 10) + "." + base64.RawURLEncoding.EncodeToString(
		[]byte(c.Key))
}

// ParseCursor reads what String wrote. Anything else is the zero Cursor: the list then begins at its beginning.
func ParseCursor(s string) Cursor {
	sort, rest, _ := strings.Cut(s, ".")
	id, key, _ := strings.Cut(rest, ".")
	n, err := strconv.ParseInt(id, 10, 64)
	b, err2 := base64.RawURLEncoding.DecodeString(key)
	c := Cursor{Sort: IssueSort(sort), Key: string(b), ID: domain.IssueID(n)}
	if err != nil || err2 != nil || n < 1 || !c.sound() {
		return Cursor{}
	}
	return c
}

// sound reports whether the key is of the kind that its order sorts by.
func (c Cursor) sound() bool {
	switch c.Sort {
	case NewestFirst, OldestFirst, RecentlyChanged:
		n, err := strconv.ParseInt(c.Key, 10, 64)
		return err == nil && n > -1<<53 && n < 1<<53
	case BestMatch:
		// As Postgres reads a real: no hexadecimal, and nothing so small that it has no room for it.
		f, err := strconv.ParseFloat(c.Key, 32)
		return err == nil && (c.Key == "0" || f >= 1e-37 && f < 1e6) && !strings.ContainsAny(c.Key, "xX_")
	case ByTitle:
		return len(c.Key) <= 1600 && strings.ToValidUTF8(c.Key, "") == c.Key && !strings.ContainsRune(c.Key, 0)
	}
	return false
}

// OpenStates lists the states in which something is still to be done.
func OpenStates() []IssueState {
	return slices.DeleteFunc(IssueStates(), IssueState.Over)
}
