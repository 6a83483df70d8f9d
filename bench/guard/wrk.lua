-- The requests of many visitors, in turn. The first argument is a file with a
-- value of a header a line, the second is the name of the header.
local requests = {}
local at = 0

function init(args)
  for value in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", wrk.path, { [args[2]] = value })
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end
