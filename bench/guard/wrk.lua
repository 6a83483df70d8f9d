-- The requests of many visitors, in turn. The first argument is a file with a Cookie header a line.
local requests = {}
local at = 0

function init(args)
  for cookie in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", wrk.path, { ["Cookie"] = cookie })
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end
