package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// request is one thing asked of a server.
type request struct {
	path   string
	bare   string // of the bare server, where its path is another
	cookie string
	form   string // of a POST; "" is a GET
	plain  bool   // without compression
}

// ofBare is the same asked of the bare server.
func (q request) ofBare() request {
	q.path = cmp.Or(q.bare, q.path)
	return q
}

// client keeps its connections, and takes what it gets compressed as it comes.
var client = &http.Client{
	Transport:     &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
	Timeout:       30 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// ask sends the request as a browser does and returns the answer with its body read. A page must be 200, a change 303.
func ask(ctx context.Context, base string, q request) (*http.Response, []byte, error) {
	method, want, body := http.MethodGet, http.StatusOK, io.Reader(nil)
	if q.form != "" {
		method, want, body = http.MethodPost, http.StatusSeeOther, strings.NewReader(q.form)
	}
	r, err := http.NewRequestWithContext(ctx, method, base+q.path, body)
	if err != nil {
		return nil, nil, err
	}
	if !q.plain {
		r.Header.Set("Accept-Encoding", "gzip, br")
	}
	r.Header.Set("Cookie", "session="+q.cookie)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if q.form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", base)
	}
	got, err := client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer got.Body.Close()
	page, err := io.ReadAll(got.Body)
	if err != nil {
		return nil, nil, err
	}
	if got.StatusCode != want {
		err = fmt.Errorf("%s %s%s is answered with %d, not %d: %.200s", method, base, q.path, got.StatusCode, want,
			page)
		return got, page, err
	}
	return got, page, nil
}

// spell is what a number of requests cost.
type spell struct {
	n             int
	server, store time.Duration // processor time
	took          time.Duration
	each          []time.Duration
}

// drive sends the requests, so many at once, and measures the server and the database meanwhile.
func (b *bench) drive(ctx context.Context, p *process, requests []request) (spell, error) {
	s := spell{n: len(requests), each: make([]time.Duration, len(requests))}
	before, err := b.meter(p)
	if err != nil {
		return s, err
	}
	started := time.Now()
	err = inParallel(b.workers, len(requests), func(i int) error {
		at := time.Now()
		_, _, err := ask(ctx, p.base, requests[i])
		s.each[i] = time.Since(at)
		return err
	})
	if err != nil {
		return s, fmt.Errorf("%w: %s", err, tail(p.log))
	}
	s.took = time.Since(started)
	after, err := b.meter(p)
	s.server, s.store = after.server-before.server, after.store-before.store
	if p == b.app {
		b.answered += len(requests)
	}
	return s, err
}

func (b *bench) meter(p *process) (s spell, err error) {
	if s.server, err = cpu(p.cmd.Process.Pid); err != nil {
		return s, fmt.Errorf("%w: %s", err, tail(p.log))
	}
	s.store, err = cpuOfFamily(b.postmaster)
	return s, err
}

// inParallel calls each with 0 to n-1, so many at once, and returns the first error.
func inParallel(workers, n int, each func(int) error) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, workers)
	for w := range workers {
		wg.Go(func() {
			for errs[w] == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				errs[w] = each(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// figure is what one server takes for one kind of request.
type figure struct {
	server, store time.Duration // processor time a request
	perSecond     float64
	median        time.Duration
}

func (f figure) cpu() time.Duration { return f.server + f.store }

// figureOf takes all spells together: what is done only now and then, such as collecting garbage, counts too.
func figureOf(spells []spell) figure {
	var all spell
	for _, s := range spells {
		all.n, all.server, all.store, all.took = all.n+s.n, all.server+s.server, all.store+s.store, all.took+s.took
		all.each = append(all.each, s.each...)
	}
	slices.Sort(all.each)
	n := time.Duration(all.n)
	return figure{
		server: all.server / n, store: all.store / n,
		perSecond: float64(all.n) / all.took.Seconds(), median: all.each[len(all.each)/2],
	}
}
