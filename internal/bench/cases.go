package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
)

// result is what both take for one kind.
type result struct {
	kind
	app, bare figure
}

// ratio is how many times as much processor time the application and its database take.
func (r result) ratio() float64 { return float64(r.app.cpu()) / float64(r.bare.cpu()) }

func (r result) kept() bool { return r.ratio() <= r.budget }

// compare asks both servers the same, kind after kind.
func (b *bench) compare(ctx context.Context) ([]result, error) {
	var results []result
	for _, k := range b.reading() {
		if err := b.showSame(ctx, k.nth(0)); err != nil {
			return nil, fmt.Errorf("%s: %w", k.name, err)
		}
	}
	for _, k := range b.kinds() {
		app, bare, err := b.inTurn(ctx, b.app, b.bare, b.rounds, func(round int) (ofApp, ofBare []request) {
			for i := range k.n {
				q := k.nth(round*k.n + i)
				ofApp, ofBare = append(ofApp, q), append(ofBare, q.ofBare())
			}
			return ofApp, ofBare
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k.name, err)
		}
		results = append(results, result{k, app, bare})
	}
	return results, nil
}

// linkedIssue is a link to an issue, as each row of a list has one.
var linkedIssue = regexp.MustCompile(`href="/issues/(\d+)"`)

// showSame makes sure that the bare server shows the rows that the application shows, so that the two can be compared.
// Of ten rows one may differ: the bare server shows restricted issues too, which are one in twenty.
func (b *bench) showSame(ctx context.Context, q request) error {
	q.plain = true
	_, page, err := ask(ctx, b.app.base, q)
	if err != nil {
		return err
	}
	_, bare, err := ask(ctx, b.bare.base, q.ofBare())
	if err != nil {
		return err
	}
	shown, also := issuesIn(page), 0
	theirs := issuesIn(bare)
	for issue := range theirs {
		if shown[issue] {
			also++
		}
	}
	if 10*also < 8*len(theirs) {
		return fmt.Errorf("GET %s shows %d of the %d issues of the bare server's %s", q.path, also, len(theirs),
			q.ofBare().path)
	}
	return nil
}

func issuesIn(page []byte) map[string]bool {
	issues := map[string]bool{}
	for _, m := range linkedIssue.FindAllSubmatch(page, -1) {
		issues[string(m[1])] = true
	}
	return issues
}

// warming is how many rounds only warm the servers.
const warming = 4

// inTurn asks both servers in turn, round after round, which of them is first changing with the round. Rounds are
// short, a tenth of a second or so, so that whatever else the machine does falls on both alike.
func (b *bench) inTurn(
	ctx context.Context, app, bare *process, rounds int, requests func(round int) (ofApp, ofBare []request),
) (figure, figure, error) {
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
