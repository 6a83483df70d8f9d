-- One request for each visitor, in turn. The arguments: a file with a visitor's id a line, with
-- which of them to begin, and a body in a file for a POST.
local requests = {}
local at = 0

function init(args)
  local method, headers, body = "GET", { ["Authorization"] = wrk.headers["Authorization"] }, nil
  if args[3] then
    method = "POST"
    headers["Content-Type"] = "application/json"
    body = io.open(args[3]):read("*a")
  end
  for id in io.lines(args[1]) do
    local path = "/api/v1/users/" .. id .. "/preferences"
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
  at = tonumber(args[2]) % #requests
end

function request()
  at = at % #requests + 1
  return requests[at]
end
