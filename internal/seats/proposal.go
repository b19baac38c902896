package seats

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Shares says how much of a present seat lies in a ground of the file, and how much of that ground in the seat, in per
// cent. It is asked of seats by their place in the lists.
type Shares func(existing, file int) (ofSeat, ofFile float64)

// Match is a seat of the file and what it is: one that there is, with what happens to it, or a new one.
type Match struct {
	File    places.Seat
	Was     *places.Seat // nil for a new one
	By      string       // how it was found: "code", "name", "ground" or "answer"
	Changes []Change
	From    []domain.SeatID // of a new one, from whose ground it comes
	names   []string        // of those
}

// Going is a present seat that the file does not have, and whose ground it gives to others.
type Going struct {
	Seat   places.Seat
	Kind   Kind  // Ended, Merged or Split; "" where it stays
	Into   []int // by their place in the file
	Answer string
}

// Question is what an import cannot tell by itself.
type Question struct {
	ID       string
	Seat     string // by name
	Code     string
	Asks     string
	Choices  []string
	Proposed string // of the choices, the likeliest; "" for none
	Number   bool   // the answer is how many Members it elects
	Wrong    string // what is wrong with the answer that was given; "" for nothing
}

// Proposal is what an import takes a boundary file to say, and what it has to ask. With questions it can be looked at,
// and not applied.
type Proposal struct {
	places.SeatChanges
	On        domain.Date // the first day on which it is so
	Matches   []Match
	Going     []Going
	Questions []Question
}

// The shares of ground, in per cent, from which on two grounds are taken for the same seat: where its name or code says
// so too, and where nothing else does; and for part of one.
const (
	sameGround  = 50
	aloneGround = 80
	someGround  = 5
)

// proposing is a proposal being worked out.
type proposing struct {
	places.SeatImport
	existing []places.Seat
	shares   Shares
	taken    map[int]bool // present seats that a seat of the file is
	Proposal
}

// Propose compares a boundary file with the present seats of its council and kind: each seat of the file is found by
// its code, else by its name, else by its ground. Where these do not agree it asks, as it does for a seat whose ground
// the file gives to others, and for how many Members a new one elects.
func Propose(i places.SeatImport, existing []places.Seat, shares Shares) Proposal {
	p := proposing{SeatImport: i, existing: existing, shares: shares, taken: map[int]bool{}}
	p.Proposal.On = i.On
	found := make([]int, len(i.Seats))
	for n := range found {
		found[n] = -1
	}
	p.Matches = make([]Match, len(i.Seats))
	for _, find := range []func(n int) int{p.byCode, p.byName, p.byGround} {
		for n := range i.Seats {
			if found[n] < 0 && p.Matches[n].By == "" {
				if found[n] = find(n); found[n] >= 0 {
					p.taken[found[n]] = true
				}
			}
		}
	}
	for n := range i.Seats {
		p.match(n, found[n])
	}
	for at := range existing {
		if !p.taken[at] {
			p.goes(at, found)
		}
	}
	return p.Proposal
}

// FoldName is a seat's name for comparing, as domain.FoldName folds it: "St. Mary's & Abbey Ward" is "st marys and
// abbey".
func FoldName(name string) string {
	words := strings.Fields(domain.FoldName(strings.NewReplacer("&", " and ", ",", " ").Replace(name)))
	if n := len(words); n > 1 && (words[n-1] == "ward" || words[n-1] == "division") {
		words = words[:n-1]
	}
	return strings.Join(words, " ")
}

// sameName reports whether two seats have a name in common, in whichever language.
func sameName(a, b places.Seat) bool {
	return slices.ContainsFunc(a.Names(), func(mine string) bool {
		return slices.ContainsFunc(b.Names(), func(theirs string) bool { return FoldName(mine) == FoldName(theirs) })
	})
}

func (p *proposing) same(at, n int) bool { return sameName(p.existing[at], p.Seats[n]) }

// ground reports whether the two grounds are the same by as much.
func (p *proposing) ground(at, n int, percent float64) bool {
	ofSeat, ofFile := p.shares(at, n)
	return ofSeat >= percent && ofFile >= percent
}

func (p *proposing) byCode(n int) int {
	at := slices.IndexFunc(p.existing, func(s places.Seat) bool {
		return s.Code != "" && s.Code == p.Seats[n].Code
	})
	if at < 0 || p.taken[at] {
		return -1
	}
	if p.same(at, n) || p.ground(at, n, sameGround) {
		p.Matches[n].By = "code"
		return at
	}
	return p.ask(n, at, fmt.Sprintf("Its code is that of %s, but it has another name and lies elsewhere. Is it the "+
		"same?", p.existing[at].Name))
}

func (p *proposing) byName(n int) int {
	at := slices.IndexFunc(p.existing, func(s places.Seat) bool { return sameName(s, p.Seats[n]) })
	if at < 0 || p.taken[at] {
		return -1
	}
	if !p.existing[at].Drawn() || p.ground(at, n, sameGround) {
		p.Matches[n].By = "name"
		return at
	}
	return p.ask(n, at, fmt.Sprintf("There is one of this name (%s), with another boundary. Is it the same?",
		orNoCode(p.existing[at].Code)))
}

func (p *proposing) byGround(n int) int {
	for at := range p.existing {
		if !p.taken[at] && p.ground(at, n, aloneGround) {
			return p.ask(n, at, fmt.Sprintf("It has almost the ground of %s. Is it the same, under a new name?",
				label(p.existing[at])))
		}
	}
	return -1
}

func orNoCode(code string) string {
	if code == "" {
		return "without a code"
	}
	return code
}

// ask asks whether a seat of the file is a present one, unless that is answered: it returns the place of the one that
// it is taken for, or -1 for a new one.
func (p *proposing) ask(n, at int, words string) int {
	p.Matches[n].By = "answer"
	yes, no := "same as "+label(p.existing[at]), "new"
	q := Question{ID: fmt.Sprintf("match-%d", n+1), Seat: p.Seats[n].Name, Code: p.Seats[n].Code, Asks: words,
		Choices: []string{yes, no}, Proposed: yes}
	if ofSeat, _ := p.shares(at, n); ofSeat < someGround {
		q.Proposed = no
	}
	chosen := p.answered(q)
	if chosen == "" {
		chosen = q.Proposed
	}
	if chosen == no {
		return -1
	}
	return at
}

// answered is the choice that was made; "" where there is none, which is then asked.
func (p *proposing) answered(q Question) string {
	given := strings.TrimSpace(p.Answers[q.ID])
	for _, c := range q.Choices {
		if strings.EqualFold(c, given) {
			return c
		}
	}
	if given != "" {
		q.Wrong = fmt.Sprintf("“%s” is none of the choices", given)
	}
	p.Questions = append(p.Questions, q)
	return ""
}

func label(s places.Seat) string {
	if s.Code == "" {
		return s.Shown()
	}
	return s.Shown() + " (" + s.Code + ")"
}

// match says what happens to the seat that a seat of the file is, or that it is new.
func (p *proposing) match(n, at int) {
	file := p.Seats[n]
	file.Kind = p.Kind
	m := &p.Matches[n]
	m.File = file
	if at < 0 {
		p.begins(n)
		return
	}
	was := p.existing[at]
	m.Was = &was
	is := was
	for _, c := range []Change{{Kind: Recoded, Code: file.Code}, renaming(was, file),
		{Kind: Redrawn, Boundary: file.Boundary}, {Kind: PlacesChanged, Places: file.Places}} {
		if (c.Kind == Recoded && c.Code == "") || (c.Kind == PlacesChanged && !file.SaysPlaces()) || c.Nothing(is) {
			continue
		}
		c.On = p.SeatImport.On
		m.Changes = append(m.Changes, c)
		is, _ = c.Apply(is)
	}
	if len(m.Changes) == 0 {
		p.Unchanged = append(p.Unchanged, was)
	} else {
		p.Changed = append(p.Changed, is)
	}
}

// renaming is the change to the names of the file. A file without Welsh names says nothing of them.
func renaming(was, file places.Seat) Change {
	c := Change{Kind: Renamed, Name: file.Name, Welsh: cmp.Or(file.Welsh, was.Welsh)}
	if file.Welsh == "" && FoldName(file.Name) == FoldName(was.Welsh) {
		c.Name = was.Name // it has the Welsh one alone
	}
	return c
}

// begins is a new seat: how many Members it elects stands in the file, was given for all, or is asked.
func (p *proposing) begins(n int) {
	m := &p.Matches[n]
	if !m.File.SaysPlaces() {
		m.File.Places = p.placesOf(n)
	}
	for at, s := range p.existing {
		if _, ofFile := p.shares(at, n); ofFile >= someGround {
			m.From = append(m.From, s.ID)
			m.names = append(m.names, s.Shown())
		}
	}
	m.File.Valid.From = p.SeatImport.On
	p.Added = append(p.Added, m.File)
}

// FromNames names the seats from whose ground a new one comes.
func (m Match) FromNames() []string { return m.names }

func (p *proposing) placesOf(n int) int {
	q := Question{ID: fmt.Sprintf("places-%d", n+1), Seat: p.Seats[n].Name, Code: p.Seats[n].Code,
		Asks: "How many Members does it elect?", Number: true}
	given := strings.TrimSpace(p.Answers[q.ID])
	if given == "" && (p.Places > 0 || p.NoMembers) {
		return p.Places
	}
	if places, ok := places.ReadElects(given); ok {
		return places
	}
	if given != "" {
		q.Wrong = fmt.Sprintf("“%s” is no whole number from 0 to %d, and not “%s”", given, places.MostPlaces,
			places.ElectsNone)
	}
	p.Questions = append(p.Questions, q)
	return 0
}

// mostOffered is how many seats are offered as what another was merged into, where nothing speaks for one of them.
const mostOffered = 15

// whole reports whether the file is about all seats of its council and kind, and not about some alone: it has most.
func (p *proposing) whole() bool { return 2*len(p.taken) > len(p.existing) }

// goes is a present seat that the file does not have. Where the file is about all of them it is asked what became of
// it; else it stays.
func (p *proposing) goes(at int, found []int) {
	if !p.whole() {
		p.Missing = append(p.Missing, p.existing[at])
		return
	}
	p.asksWhatBecame(at, found)
}

func (p *proposing) asksWhatBecame(at int, found []int) {
	seat := p.existing[at]
	var takers []int
	by := map[int]float64{}
	for n := range p.Seats {
		now, _ := p.shares(at, n)
		if found[n] >= 0 && p.existing[found[n]].Boundary == p.Seats[n].Boundary {
			continue // it has not grown
		}
		if now >= someGround {
			takers, by[n] = append(takers, n), now
		}
	}
	slices.SortStableFunc(takers, func(a, b int) int { return cmp.Compare(by[b], by[a]) })
	g := Going{Seat: seat}
	q := Question{ID: fmt.Sprintf("gone-%d", seat.ID), Seat: seat.Name, Code: seat.Code,
		Asks: "The file does not have it. What became of it?"}
	into := takers
	if len(takers) == 0 && len(p.Seats) <= mostOffered { // nobody has its ground by the file
		for n := range p.Seats {
			into = append(into, n)
		}
	}
	all := make([]string, len(into))
	for i, n := range into {
		all[i] = label(p.Seats[n])
		q.Choices = append(q.Choices, "merged into "+all[i])
	}
	if len(takers) > 1 {
		q.Choices = append(q.Choices, "split into "+strings.Join(all, "; "))
	}
	if q.Proposed = "ended"; len(takers) > 0 {
		q.Proposed = q.Choices[len(q.Choices)-1]
	}
	q.Choices = append(q.Choices, "ended", "stays")
	switch g.Answer = p.answered(q); {
	case g.Answer == "" || g.Answer == "stays":
	case g.Answer == "ended":
		g.Kind = Ended
	case strings.HasPrefix(g.Answer, "split"):
		g.Kind, g.Into = Split, takers
	default:
		g.Kind, g.Into = Merged, []int{into[slices.Index(q.Choices, g.Answer)]}
	}
	if g.Kind == "" {
		p.Missing = append(p.Missing, seat)
		return
	}
	p.Ended = append(p.Ended, seat)
	p.Going = append(p.Going, g)
}
