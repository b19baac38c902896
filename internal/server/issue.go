package server

func (s *Server) issueRoutes() []Route { return nil }
