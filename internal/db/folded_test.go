package db_test

import (
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
)

// The database folds words as we do: sign by sign for the scripts that names here are written in, and in names.
func TestTheDatabaseFoldsAsWeDo(t *testing.T) {
	t.Parallel()
	words := []string{"Dŵr Cymru", "Olúwaṣeun Adébáyọ̀", "Straße", "ẞ", "Łukasz Đorđević", "Þóra Sæmundsdóttir",
		"İstanbul", "Siân O’Neill-Hughes", "J. P. Okoro", "St. Mary's & Abbey", "it’s 3–4", "किताब घर",
		"محمد، علي", "שלום־עליכם", "  a -  . b ",
		"100% (approx.)", "日本・東京", "Café 😀 Ω", "Mac\u00adDonald\u200b", "e\u0301", ""}
	for _, span := range [][2]rune{{1, 0x24f}, {0x2b0, 0x3ff}, {0x400, 0x52f}, {0x55a, 0x6ff}, {0x900, 0x97f},
		{0x1e00, 0x1eff}, {0x2000, 0x20cf}, {0x2e00, 0x2e3f}, {0x3000, 0x303f}, {0xfe00, 0xfe1f}, {0xff00, 0xff65}} {
		for r := span[0]; r <= span[1]; r++ {
			if r < 0xd800 || r > 0xdfff {
				words = append(words, "a"+string(r)+"B")
			}
		}
	}
	rows, err := dbtest.New(t).Query(t.Context(), `
		SELECT unmarked(w), folded(w) FROM unnest($1::text[]) WITH ORDINALITY AS u (w, n) ORDER BY n`, words)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	wrong := 0
	for n := 0; rows.Next(); n++ {
		var unmarked, folded string
		if err := rows.Scan(&unmarked, &folded); err != nil {
			t.Fatal(err)
		}
		w := words[n]
		if unmarked != domain.Unmarked(w) || folded != domain.FoldName(w) {
			if wrong++; wrong < 20 {
				t.Errorf("%q (%U): the database has %q and %q, we have %q and %q", w, []rune(w), unmarked, folded,
					domain.Unmarked(w), domain.FoldName(w))
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// What is typed finds a name whatever its accents, case, apostrophes and hyphens, and in any order of words.
func TestNamesAreFound(t *testing.T) {
	t.Parallel()
	pool := dbtest.New(t)
	for _, c := range []struct {
		typed, name string
		found       bool
	}{
		{"Ni Dhomhnaill", "Aoife Ní Dhomhnaill", true}, {"adebayo", "Olúwaṣeun Adébáyọ̀", true},
		{"Adébáyọ̀", "Oluwaseun Adebayo", true}, {"dwr", "Dŵr Newydd", true}, {"DŴR", "dwr", true},
		{"strasse", "Anna Straße", true}, {"Straße", "Anna Strasse", true}, {"lukasz", "Łukasz", true},
		{"bjorn", "Bjørn", true}, {"O'Brien", "Niamh O’Brien", true}, {"OBrien", "Niamh O'Brien", true},
		{"O Brien", "Niamh O’Brien", true}, {"o’brien", "Niamh OBrien", true},
		{"Pryce-Fon", "Gwenllian Pryce-Fôn", true},
		{"pryce fon", "Gwenllian Pryce-Fôn", true}, {"prycefon", "Gwenllian Pryce–Fôn", true},
		{"Nagy Zsofia", "Zsófia Nagy", true}, {"ann-marie", "Ann Marie Lee", true}, {"100%", "100 Club", true},
		{"_", "Somebody", false}, {"...", "Somebody", false}, {"adebayo jo", "Olúwaṣeun Adébáyọ̀", false},
		{"jo.smith@council", "jo.smith@council.example", true}, {"LCA01", "LCA-01", true}, {"علي", "محمد علي", true},
	} {
		w := db.Where{}
		w.Set("name", c.name)
		w.Finds(c.typed, "n.name", "n.none")
		got, err := db.Value[bool](t.Context(), pool, "found", fmt.Sprintf(`SELECT EXISTS (
			SELECT FROM (SELECT @name::text AS name, NULL::text AS none) n %s)`, w.String()), w.Args)
		if err != nil {
			t.Fatal(err)
		}
		if got != c.found {
			t.Errorf("%q finds %q: %v", c.typed, c.name, got)
		}
	}
}

// Full text is searched in the same way, with the stems, quotes and minus of a search.
func TestWordsAreFound(t *testing.T) {
	t.Parallel()
	pool := dbtest.New(t)
	for _, c := range []struct {
		typed, text string
		found       bool
	}{
		{"dwr", "Dŵr yn y stryd", true}, {"Dŵr", "Dwr yn y stryd", true}, {"cafe", "The Café’s bins", true},
		{"café", "cafes shut early", true}, {"obrien", "Mr O’Brien’s fence", true}, {"O'Brien", "Mr O’Brien", true},
		{"o’brien", "Mr OBrien", true}, {"o brien", "Mr O'Brien", true}, {"strasse", "Straße", true},
		{"children's", "the childrens playground", true}, {"childrens", "a children’s playground", true},
		{"children", "children's playground", true}, {"James", "St James’s Park", true},
		{"treelined", "a tree-lined street", true}, {"tree-lined", "a treelined street", true},
		{"tree lined", "a tree‐lined street", true}, {"e-bike", "ebikes on the path", true},
		{"ebike", "an E-bike", true},
		{`"dŵr budr"`, "dwr budr", true}, {`"budr dwr"`, "dŵr budr", false}, {"dwr -budr", "dŵr budr", false},
		{"dwr -glan", "dŵr budr", true}, {"nothing", "something else", false}, {"kerbs", "a broken kerb", true},
		{"arche", "L’Arche garden", true},
	} {
		got, err := db.Value[bool](t.Context(), pool, "found", `
			SELECT (to_tsvector('english', searched(@text)) || to_tsvector('english', otherwise(@text)))
			       @@ searching(@typed)`,
			db.Named{"text": c.text, "typed": c.typed})
		if err != nil {
			t.Fatal(err)
		}
		if got != c.found {
			t.Errorf("%q finds %q: %v", c.typed, c.text, got)
		}
	}
	if other, err := db.Value[string](t.Context(), pool, "otherwise", `SELECT otherwise('a plain one, tree-lined')`,
		nil); err != nil || strings.TrimSpace(other) != "treelined" {
		t.Errorf("the joined words are %q, %v", other, err)
	}
}
