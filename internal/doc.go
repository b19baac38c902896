// Package internal says where things are in the house, and where a new part of it goes.
//
// A part is a folder for one part of the council's work, such as gates. In it stand up to four packages: its rules,
// its SQL (gatestore), its commands (gateapp) and its pages (gateweb). The names are plural for the folder and singular
// for the packages in it, so that the variables issue and plan stay free.
//
// Parts stand in an order, in the list of parts in arch/rules_test.go. A part may know those below it and none above.
// A new one goes above the highest part that it needs.
//
// # Adding a part
//
// Say that Members hold surgeries in an area, and that issues are raised there. The part needs areas and issues, so it
// stands above issues. All paths but those of migrations and web are below this folder.
//
//  1. The tables go into migrations/NNNNN_surgeries.sql, with the next free number. The type SurgeryID goes into
//     domain/ids.go.
//  2. What people do are actions: constants and a line each in the matrix of policy/matrix.go, with words in
//     policy/words.go. A test fails for an action without words.
//  3. The rules go into surgeries/surgery.go: types, states and what is refused, without context, clock or database.
//     Where the matrix alone does not say who may, surgeries/access.go does, and surgeries/access_test.go has the
//     table of who may; policy/policytest has people to ask.
//  4. The SQL goes into surgeries/surgerystore/surgery.go: functions that take a db.Reader, or a db.Writer for changes.
//     What readers see takes a policy.Scope, or one made of several; outside of it, nothing is found.
//  5. The commands go into surgeries/surgeryapp/surgery.go: one function for each thing that a person does. Its body is
//     a step of act.App's Do: it records what changed, or says that all is the same.
//  6. The pages go into surgeries/surgeryweb/surgery.go, and their templates into surgery.templ beside it.
//     SurgeryRoutes lists the routes, each with its action. One who may is told by the loader of the route, before what
//     was sent is read (serve.Where). A form that decides on what stands says what it rests on (serve.Route.RestsOn);
//     home/deciding_test.go lists every form, with what it names or why it names nothing.
//  7. The part gets its line in the list of parts in arch/rules_test.go, here {"surgeries", "surgery"} after issues.
//     Without it go test ./internal/arch fails, and names the folders that have no rule.
//  8. SurgeryRoutes goes into Table in home/table.go. Then go test ./internal/home -run TestRouteMatrix -update writes
//     home/testdata/routes.txt anew. Read the difference: it says which roles get past the guard.
//  9. An area's tab goes into AreaTabs of places/placeweb/area_words.go; an item of the navigation into NavFor of
//     web/frame/shell.go. What waits for the reader goes into home/home.go and home/home.templ.
//  10. The demo gets some: data below world/data, their types beside the others of world, and world/load_surgery.go,
//     which plans the commands of the part, each by its person and at its time.
//  11. Tests of pages stand beside them, in surgeries/surgeryweb/surgery_test.go, and use serve/servertest. Tests of
//     commands stand in surgeries/surgeryapp/surgery_test.go; where they need areas and Members, town has them.
//
// # When a lower part has to know
//
// It does not. Where something of the part belongs on a page of a lower one, that page takes an aside: the lower part's
// routes take a function, as placeweb.AreaRoutes does, and home/table.go hands it over. Where something of the part
// follows from a command of a lower one, in the same transaction, act.Beyond gets a field, act.Step a method that
// calls it, and beyond/beyond.go fills it; what follows from whatever a step records of a kind of thing, such as an
// issue, is a row of Recorded there. What time alone asks for is a command that job/job.go calls.
package internal
