package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"fourgates/internal/domain"
)

// kind is one kind of request that both servers are asked.
type kind struct {
	name   string
	budget float64             // times what the bare server takes
	n      int                 // requests of a round
	nth    func(i int) request // the i-th of all rounds
}

// result is what both take for one kind.
type result struct {
	kind
	app, bare figure
}

// ratio is how many times as much processor time the application and its database take.
func (r result) ratio() float64 { return float64(r.app.cpu()) / float64(r.bare.cpu()) }

// compare asks both servers the same, kind after kind.
func (b *bench) compare(ctx context.Context) ([]result, error) {
	var results []result
	for _, k := range b.kinds() {
		app, bare, err := b.inTurn(ctx, b.app, b.bare, b.rounds, func(round int) (ofApp, ofBare []request) {
			requests := make([]request, k.n)
			for i := range requests {
				requests[i] = k.nth(round*k.n + i)
			}
			return requests, requests
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k.name, err)
		}
		results = append(results, result{k, app, bare})
	}
	return results, nil
}

// warming is how many rounds only warm the servers.
const warming = 4

// inTurn asks both servers in turn, round after round, which of them is first changing with the round. Rounds are short, a tenth of a second
// or so, so that whatever else the machine does falls on both alike.
func (b *bench) inTurn(ctx context.Context, app, bare *process, rounds int, requests func(round int) (ofApp, ofBare []request)) (figure, figure, error) {
	var spells [2][]spell
	for round := range warming + rounds {
		ofApp, ofBare := requests(round)
		turns := []struct {
			who int
			of  *process
			are []request
		}{{0, app, ofApp}, {1, bare, ofBare}}
		if round%2 == 1 {
			slices.Reverse(turns)
		}
		for _, t := range turns {
			s, err := b.drive(ctx, t.of, t.are)
			if err != nil {
				return figure{}, figure{}, err
			}
			if round >= warming {
				spells[t.who] = append(spells[t.who], s)
			}
		}
	}
	return figureOf(spells[0]), figureOf(spells[1]), nil
}

// searches are words that many issues say, some say and few say.
var searches = []string{"bus", "street lights", "dog fouling", "parking school", "damp", "bench park", "youth club", "flood", "surgery appointment", "litter"}

func (b *bench) kinds() []kind {
	return []kind{
		{"issue list", 1.5, 60, func(int) request { return request{path: "/issues", cookie: b.anOfficer()} }},
		{"an area's list", 1.5, 60, func(int) request {
			return request{path: fmt.Sprintf("/areas/%d/issues", 1+b.texts.r.IntN(b.areas)), cookie: b.anOfficer()}
		}},
		{"search", 1.5, 20, func(i int) request {
			return request{path: "/issues?q=" + url.QueryEscape(searches[i%len(searches)]), cookie: b.anOfficer()}
		}},
		{"issue page", 2, 60, func(int) request {
			issue := 1 + b.texts.r.IntN(b.issues)
			return request{path: fmt.Sprintf("/issues/%d", issue), cookie: b.cookies[officerOf(areaOf(issue, b.areas))]}
		}},
		{"raise an issue", 3, 40, b.raise},
		{"sign a gate", 3, len(b.ballots) / (warming + b.rounds), b.sign},
	}
}

func (b *bench) anOfficer() string { return b.cookies[planners+1+b.texts.r.IntN(officers)] }

func (b *bench) raise(int) request {
	area := 1 + b.texts.r.IntN(b.areas)
	form := url.Values{
		"key": {rand.Text()}, "area": {strconv.Itoa(area)}, "title": {b.texts.freshTitle()}, "description": {b.texts.paragraph()},
		"place_note": {"By " + b.texts.street()}, "source": {string(domain.FromTheCommunity)}, "visibility": {string(domain.VisibleAreaTeam)},
		"raised_for": {"resident, " + b.texts.street()},
	}
	return request{path: "/issues", cookie: b.cookies[officerOf(area)], form: form.Encode()}
}

func (b *bench) sign(i int) request {
	v := b.ballots[i]
	form := url.Values{"key": {rand.Text()}, "digest": {v.digest}, "decision": {string(domain.Approve)}, "comment": {b.texts.paragraph()}}
	return request{path: fmt.Sprintf("/attempts/%d/signatures", v.attempt), cookie: v.cookie, form: form.Encode()}
}
