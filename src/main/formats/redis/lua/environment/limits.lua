-- Lua's own functions, as far as they must not take too long, tell of the machine, or count in 64 bits where it has 32.
-- `host` runs what the machine cannot do.

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

