-- What scripts find in Redis before version 7, where it is not Lua's own. `host` runs what the machine cannot do.

local host, null = host, null
_G.host, _G.null = nil, nil

local byte, find, format, gsub, rep, sub = string.byte, string.find, string.format, string.gsub, string.rep, string.sub
local error, getmetatable, rawget, select = error, getmetatable, rawget, select
local tonumber, tostring, type = tonumber, tostring, type
local concat, floor, unpack = table.concat, math.floor, unpack

-- What the script does from here on counts for nothing, even where it catches the error.
local function stop(why)
  host('stop', why)
  error(why, 0)
end

-- Whole numbers have 32 bits here and 64 where Redis runs.
local function isWide(value)
  local number = tonumber(value)
  return number ~= nil and (number >= 2147483648 or number < -2147483648 or number ~= number)
end

-- One or two of the arguments are such numbers.
local function narrow(library, name, from, isAlone)
  local run = library[name]
  library[name] = function(...)
    local first, second = select(from, ...)
    if isWide(first) or (not isAlone and isWide(second)) then
      stop('it gives ' .. name .. ' a number that takes more than 32 bits')
    end
    return run(...)
  end
end

narrow(string, 'sub', 2)
narrow(string, 'byte', 2)
narrow(table, 'concat', 3)
narrow(table, 'remove', 2, true)
narrow(_G, 'unpack', 2)
narrow(_G, 'select', 1, true)

do
  local insert = table.insert
  function table.insert(...)
    if select('#', ...) == 3 and isWide((select(2, ...))) then
      stop('it gives insert a number that takes more than 32 bits')
    end
    return insert(...)
  end

  function string.rep(...)
    local text, times = ...
    if isWide(times) then stop('it gives rep a number that takes more than 32 bits') end
    if text == '' and type(tonumber(times)) == 'number' then return '' end
    return rep(...)
  end

  function _G.tonumber(...)
    local text, base = ...
    if base == nil or base == 10 then return tonumber(...) end
    local checked = tonumber(...)
    return checked and host('tonumber', tostring(text), base)
  end

  -- Comparing in Lua counts as instructions; comparing in C does not, and may take the square of the length.
  local sort = table.sort
  local function isLess(a, b) return a < b end
  function table.sort(...)
    local list, less = ...
    if less == nil and type(list) == 'table' and #list > 1000 then return sort(list, isLess) end
    return sort(...)
  end
end

-- Patterns are tried in C, where no instructions are counted: what could take too long is not begun. Each repeated
-- part can take any length, unless nothing comes behind it that could ask for another one.
do
  local maxSteps = 1e9

  local function isLong(text, pattern)
    local plain = gsub(gsub(pattern, '%%.', function(escaped)
      return find(escaped, '^%%[b%d]') and '*' or 'x'
    end), '%[%^?%]?[^%]]*%]', 'x')
    local isAnchored = sub(plain, 1, 1) == '^'
    local _, repeats = gsub(gsub(plain, '[*+-]%)*$', ''), '[*+-]', '')
    local _, options = gsub(plain, '%?', '')
    local length = #text + 1
    return length ^ (repeats + (isAnchored and 0 or 1)) * 2 ^ options * #pattern > maxSteps
  end

  local function limited(name, init)
    local run = string[name]
    string[name] = function(...)
      local text, pattern, third, plain = ...
      if init and isWide(third) then stop('it gives ' .. name .. ' a number that takes more than 32 bits') end
      local isText = type(text) == 'string' and type(pattern) == 'string'
      if isText and not (init and plain) and isLong(text, pattern) then
        stop('a pattern that it looks for could take too long')
      end
      return run(...)
    end
  end

  limited('find', true)
  limited('match', true)
  limited('gmatch', false)
  limited('gsub', false)
  string.gfind = string.gmatch
end

-- Whole numbers of more than 32 bits are written by the host.
function string.format(pattern, ...)
  local isAnyWide = false
  for at = 1, select('#', ...) do isAnyWide = isAnyWide or isWide((select(at, ...))) end
  if not isAnyWide then return format(pattern, ...) end
  local args, at = { ... }, 0
  local translated = gsub(pattern, '%%([-+ #0]*%d*%.?%d*)(.)', function(flags, kind)
    if kind == '%' then return nil end
    at = at + 1
    local number = tonumber(args[at])
    if not find(kind, '[diuoxXc]') or not isWide(args[at]) then return nil end
    if kind == 'c' or #flags > 8 then stop('it formats a number that takes more than 32 bits') end
    args[at] = host('integer', flags, kind, number)
    return '%s'
  end)
  return format(translated, unpack(args, 1, select('#', ...)))
end

-- Addresses and the memory in use are different each time.
function _G.tostring(...)
  local value = ...
  local kind = type(value)
  local isAddress = kind == 'table' or kind == 'function' or kind == 'userdata' or kind == 'thread'
  local meta = isAddress and getmetatable(value)
  if isAddress and not (type(meta) == 'table' and rawget(meta, '__tostring')) then
    if value == null then return 'userdata: (nil)' end
    stop('it makes a text of the address of a ' .. kind)
  end
  return tostring(...)
end

function _G.collectgarbage(what)
  if what == 'count' then stop('it asks how much memory is in use') end
  return 0
end

function _G.gcinfo()
  stop('it asks how much memory is in use')
end

function _G.newproxy()
  stop('it calls newproxy')
end

function string.dump()
  stop('it calls string.dump')
end

do
  local loadstring = loadstring
  function _G.loadstring(...)
    if type((...)) == 'string' and byte((...), 1) == 27 then stop('it loads compiled code') end
    return loadstring(...)
  end

  function _G.load(read, name)
    local parts = {}
    while true do
      local part = read()
      if part == nil or part == '' then break end
      parts[#parts + 1] = part
    end
    return _G.loadstring(concat(parts), name or '=(load)')
  end
end

function _G.print() end
_G.dofile = nil
_G.loadfile = nil

function math.random(...)
  local low, high = ...
  local count = select('#', ...)
  local chance = host('random')
  if count == 0 then return chance end
  if count > 2 then error('wrong number of arguments') end
  if count == 1 then low, high = 1, low end
  low, high = tonumber(low), tonumber(high)
  if not low or not high then error('bad argument to \'random\' (number expected)') end
  if isWide(low) or isWide(high) then stop('it gives random a number that takes more than 32 bits') end
  low = low < 0 and -floor(-low) or floor(low)
  high = high < 0 and -floor(-high) or floor(high)
  if low > high then error('bad argument to \'random\' (interval is empty)') end
  return count == 1 and floor(chance * high) + 1 or floor(chance * (high - low + 1)) + low
end

function math.randomseed(seed)
  if isWide(seed) then stop('it gives randomseed a number that takes more than 32 bits') end
  host('seed', tonumber(seed) or error('bad argument #1 to \'randomseed\' (number expected)'))
end

redis = { LOG_DEBUG = 0, LOG_VERBOSE = 1, LOG_NOTICE = 2, LOG_WARNING = 3 }
redis.REPL_NONE, redis.REPL_AOF, redis.REPL_SLAVE, redis.REPL_REPLICA, redis.REPL_ALL = 0, 1, 2, 2, 3

function redis.call(...)
  local reply = host('call', ...)
  if type(reply) == 'table' and reply.err then error(reply.err, 0) end
  return reply
end

function redis.pcall(...)
  return (host('call', ...))
end

function redis.sha1hex(...)
  if select('#', ...) ~= 1 then error('wrong number of arguments', 0) end
  local text = ...
  local isText = type(text) == 'string' or type(text) == 'number'
  return host('sha1', isText and text .. '' or '')
end

local function single(field, ...)
  if select('#', ...) ~= 1 or type((...)) ~= 'string' then return { err = 'wrong number or type of arguments' } end
  return { [field] = (...) }
end

function redis.status_reply(...) return single('ok', ...) end
function redis.error_reply(...) return single('err', ...) end

function redis.log(...)
  local level = ...
  if select('#', ...) < 2 then error('redis.log() requires two arguments or more.', 0) end
  if type(level) ~= 'number' then error('First argument must be a number (log level).', 0) end
  if level < 0 or level > 3 then error('Invalid debug level.', 0) end
end

function redis.debug() end
function redis.breakpoint() return false end
function redis.replicate_commands() return host('replicate') end

function redis.set_repl(...)
  if not host('replicates') then
    error('You can set the replication behavior only after turning on single commands replication with redis.replicate_commands().', 0)
  end
  if select('#', ...) ~= 1 then error('redis.set_repl() requires two arguments.', 0) end
end

function redis.setresp(version)
  if version ~= 2 then stop('it asks for replies of RESP3') end
end

bit = {}
for _, name in ipairs({ 'tobit', 'bnot', 'band', 'bor', 'bxor', 'lshift', 'rshift', 'arshift', 'rol', 'ror', 'bswap', 'tohex' }) do
  bit[name] = function(...)
    local args = { ... }
    for at = 1, name == 'tohex' and 1 or math.max(1, select('#', ...)) do
      args[at] = tonumber(args[at]) or error("bad argument #" .. at .. " to '" .. name .. "' (number expected)", 2)
    end
    return host('bit', name, unpack(args))
  end
end
