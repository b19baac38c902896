package main

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/issues"
)

// kind is one kind of request that both servers are asked.
type kind struct {
	name   string
	budget float64             // times what the bare server takes
	n      int                 // requests of a round
	nth    func(i int) request // the i-th of all rounds
}

// The budgets, in times what the bare server takes.
const (
	listBudget  = 2
	issueBudget = 2.5
	writeBudget = 3
)

func (b *bench) kinds() []kind {
	return append(b.reading(),
		kind{"raise an issue", writeBudget, 40, b.raise},
		kind{"sign a gate", writeBudget, len(b.ballots) / (warming + b.rounds), b.sign},
	)
}

// reading are the kinds that change nothing.
func (b *bench) reading() []kind {
	return []kind{
		{"officer: issues", listBudget, 60, func(int) request { return b.officerAsks("/issues") }},
		{"of a status", listBudget, 60, func(int) request { return b.officerAsks("/issues?status=" + b.aStatus()) }},
		{"of an area", listBudget, 60, func(int) request {
			return b.officerAsks("/areas/" + strconv.Itoa(b.anArea()) + "/issues")
		}},
		{"of a theme", listBudget, 60, func(int) request { return b.officerAsks("/issues?theme=" + b.aTheme()) }},
		{"search", listBudget, 20, func(i int) request { return b.officerAsks("/issues?q=" + aSearch(i)) }},
		{"Member: issues", listBudget, 60, func(int) request { return b.memberAsks(func(int) string { return "" }) }},
		{"of a status", listBudget, 60, func(int) request {
			return b.memberAsks(func(int) string { return "?status=" + b.aStatus() })
		}},
		{"of an area", listBudget, 60, func(int) request {
			return b.memberAsks(func(area int) string { return "?area=" + strconv.Itoa(area) })
		}},
		{"of a theme", listBudget, 60, func(int) request {
			return b.memberAsks(func(int) string { return "?theme=" + b.aTheme() })
		}},
		{"search", listBudget, 20, func(i int) request {
			return b.memberAsks(func(int) string { return "?q=" + aSearch(i) })
		}},
		{"officer: issue page", issueBudget, 60, b.officerOpens},
		{"Member: issue page", issueBudget, 60, b.memberOpens},
	}
}

// searches are words that many issues say, some say and few say.
var searches = []string{
	"bus", "street lights", "dog fouling", "parking school", "damp", "bench park", "youth club", "flood",
	"surgery appointment", "litter",
}

func aSearch(i int) string { return url.QueryEscape(searches[i%len(searches)]) }

func (b *bench) anArea() int     { return 1 + b.texts.r.IntN(b.areas) }
func (b *bench) anIssue() int    { return 1 + b.texts.r.IntN(b.issues) }
func (b *bench) aTheme() string  { return strconv.Itoa(1 + b.texts.r.IntN(themes)) }
func (b *bench) aStatus() string { return url.QueryEscape(string(pick(b.texts.r, states))) }

func (b *bench) anOfficer() string { return b.cookies[planners+1+b.texts.r.IntN(officers)] }

// aMember is a Member of a ward, for an area that lies in it.
func (b *bench) aMember(area int) int {
	ward := pick(b.texts.r, seatsOf(area)[:2])
	return firstMember + (ward-1)*wardPlaces + b.texts.r.IntN(wardPlaces)
}

func (b *bench) officerAsks(path string) request { return request{path: path, cookie: b.anOfficer()} }

// memberAsks asks for what a Member may see, with a query that may name one of their areas. The bare server is told
// whose areas: it does not know who may see what.
func (b *bench) memberAsks(query func(area int) string) request {
	area := b.anArea()
	member, asked := b.aMember(area), query(area)
	return request{path: "/issues" + asked, bare: fmt.Sprintf("/members/%d/issues%s", member, asked),
		cookie: b.cookies[member]}
}

func (b *bench) officerOpens(int) request {
	issue := b.anIssue()
	return request{path: fmt.Sprintf("/issues/%d", issue), cookie: b.cookies[officerOf(areaOf(issue, b.areas))]}
}

// memberOpens opens an issue that is not restricted: those no Member sees.
func (b *bench) memberOpens(int) request {
	issue := b.anIssue()
	for b.restricted[issue] {
		issue = b.anIssue()
	}
	return request{path: fmt.Sprintf("/issues/%d", issue), cookie: b.cookies[b.aMember(areaOf(issue, b.areas))]}
}

func (b *bench) raise(int) request {
	area := b.anArea()
	form := url.Values{
		"key": {rand.Text()}, "area": {strconv.Itoa(area)},
		"title": {b.texts.freshTitle()}, "description": {b.texts.paragraph()},
		"place_note": {"By " + b.texts.street()}, "raised_for": {"resident, " + b.texts.street()},
		"source": {string(domain.FromTheCommunity)}, "visibility": {string(issues.VisibleAreaTeam)},
	}
	return request{path: "/issues", cookie: b.cookies[officerOf(area)], form: form.Encode()}
}

func (b *bench) sign(i int) request {
	v := b.ballots[i]
	form := url.Values{
		"key": {rand.Text()}, "digest": {v.digest}, "decision": {string(gates.Approve)},
		"comment": {b.texts.paragraph()},
	}
	return request{path: fmt.Sprintf("/attempts/%d/signatures", v.attempt), cookie: v.cookie, form: form.Encode()}
}
