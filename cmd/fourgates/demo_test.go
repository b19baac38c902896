package main

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"fourgates/internal/db/dbtest"
	"fourgates/internal/world"
)

func TestDemoLoadsOnceAndKeepsItsData(t *testing.T) {
	folder := "FOURGATES_DATA=" + emptyFolder(t)
	for n, loads := range []bool{true, false} {
		p := begin(t, []string{folder}, "serve", "--demo")
		offered := signInPage(t, p)
		if strings.Contains(p.out.String(), "Loading the demo world") != loads {
			t.Errorf("start %d: loads is %v, want %v:\n%s", n+1, !loads, loads, p.out.String())
		}
		for _, said := range []string{world.Password, "clo@demo.test", "member.division.2@demo.test"} {
			if !strings.Contains(p.out.String(), said) || !strings.Contains(offered, said) {
				t.Errorf("start %d: %s is not in the terminal and on the sign-in page", n+1, said)
			}
		}
		p.signal(os.Interrupt)
		if status := p.wait(); status != 0 {
			t.Errorf("exit status %d, want 0:\n%s", status, p.out.String())
		}
	}
}

// Into somebody's own database nothing is loaded unless asked, and then once.
func TestDemoIsLoadedIntoADatabaseWhenAsked(t *testing.T) {
	url := "DATABASE_URL=" + dbtest.URL(t)
	p := begin(t, []string{url}, "serve", "--demo")
	if strings.Contains(signInPage(t, p), "demo.test") || !strings.Contains(p.out.String(), "fourgates demo loads it") {
		t.Errorf("a demo was loaded without being asked for:\n%s", p.out.String())
	}
	load := begin(t, []string{url}, "demo")
	if status := load.wait(); status != 0 || !strings.Contains(load.out.String(), "clo@demo.test") {
		t.Errorf("demo: status %d, %s", status, load.out.String())
	}
	complains(t, []string{url}, []string{"demo"}, "has areas already")
	complains(t, []string{url}, []string{"demo", "again"}, `does not take "again"`)
}

func signInPage(t *testing.T, p *process) string {
	t.Helper()
	r, err := http.Get(p.address() + "/sign-in")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
