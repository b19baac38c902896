package server

func (s *Server) areaRoutes() []Route { return nil }
