package main

import (
	"math/rand/v2"
	"regexp"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/world"
)

// texts draws titles and descriptions that read like those of the demo world: its titles at streets of our own, and its
// sentences shuffled.
type texts struct {
	r         *rand.Rand
	titles    []string
	sentences []string
	words     []string
}

var sentence = regexp.MustCompile(`[^.!?]+[.!?]+`)

func newTexts(seed uint64) (*texts, error) {
	w, err := world.Read()
	if err != nil {
		return nil, err
	}
	t := &texts{r: rand.New(rand.NewPCG(seed, seed))}
	seen := map[string]bool{}
	for _, i := range w.Issues {
		t.titles = append(t.titles, i.Title)
		for _, s := range sentence.FindAllString(i.Text, -1) {
			t.sentences = append(t.sentences, strings.TrimSpace(s))
		}
		for word := range strings.FieldsSeq(strings.ToLower(i.Text)) {
			word = strings.Trim(word, ".,:;!?’‘()")
			if len(word) > 6 && !seen[word] {
				seen[word] = true
				t.words = append(t.words, word)
			}
		}
	}
	return t, nil
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

var (
	streetNames = strings.Fields("Hawthorn Rowan Mill Station Church Chapel Priory Abbey Castle Quarry Tenter " +
		"Weavers Foundry Canal Lock Bridge Ferry Orchard " +
		"Cherry Elm Ash Alder Willow Beech Linden Meadow Field Grange Manor Park Hill Brook River Spring Well Market " +
		"Fair Queen King Bishop Abbot Friar " +
		"Tanner Cooper Fuller Baker Dyer Saddler Wheatsheaf Barley Clover Heron Kestrel Lapwing Curlew Swift Dunnock " +
		"Wren Plover Teal")
	streetKinds = strings.Fields("Road Street Lane Close Avenue Way Drive Gardens Terrace Row")
	firstNames  = strings.Fields("Nia Siân Rhys Gwenllian Aoife Ciarán Priya Harpreet Imran Ayesha Blessing Kwame " +
		"Małgorzata Tomasz Zoë José Nguyễn Wei Olu Fatima " +
		"Margaret Alan Joan Derek Sheila Mohammed Agnieszka Chidi Eilidh Hamish Yusuf Leila Dilys Emrys Bronagh " +
		"Sunita Rajesh Thandiwe Björn Anaïs")
	lastNames = strings.Fields("Pugh Llewellyn O’Rourke Nwosu Okonkwo Patel Singh-Bhatt Khan Rahman Kowalska " +
		"Featherstonehaugh Smith Jones Achterberg " +
		"Mac an tSaoir Iqbal Desai Fernandes Osei Wójcik Hughes Ap-Rhys Trần Ólafsdóttir Bello Chaudhry Murphy " +
		"Entwistle Ramsbottom Zhang")
)

func (t *texts) street() string { return pick(t.r, streetNames) + " " + pick(t.r, streetKinds) }

func (t *texts) person() string { return pick(t.r, firstNames) + " " + pick(t.r, lastNames) }

// title is up to 120 characters.
func (t *texts) title() string {
	title := pick(t.r, t.titles)
	if len(title) < 80 {
		title += ", " + t.street()
	}
	return title
}

// freshTitle is a title of eight words that nobody has said together, so that no duplicate is suspected: most of them
// are names.
func (t *texts) freshTitle() string {
	words := make([]string, 8)
	for i := range words {
		words[i] = t.name()
		if i%3 == 2 {
			words[i] = pick(t.r, t.words)
		}
	}
	return strings.Join(words, " ")
}

// name is one that nothing has.
func (t *texts) name() string {
	var b strings.Builder
	for range 3 {
		b.WriteString(pick(t.r, []string{"br", "d", "gw", "h", "ll", "m", "pen", "r", "tre", "w"}) + pick(t.r,
			[]string{"a", "e", "i", "o", "u", "y", "ae", "ow"}))
	}
	return domain.Capital(b.String()) + pick(t.r, []string{"ford", "n", "th", "x", "ck"})
}

func (t *texts) paragraph() string {
	var b strings.Builder
	for range 2 + t.r.IntN(4) {
		b.WriteString(pick(t.r, t.sentences) + " ")
	}
	return strings.TrimSpace(b.String())
}
