-- MessagePack as lua-cmsgpack 0.4 reads and writes it.

do
  local maxDepth = 16
  local huge = 2 ^ 63

  -- A short length stands in the first byte; a longer one behind it, in as many bytes as it takes.
  local function headed(short, limit, kinds, length)
    if length < limit then return char(short + length) end
    for _, size in ipairs({ 1, 2, 4 }) do
      if kinds[size] and length < 256 ^ size then return char(kinds[size]) .. bytesOf(length, size) end
    end
    error('too long', 0)
  end

  local function whole(number)
    if number >= 0 then
      if number <= 0x7f then return char(number) end
      if number <= 0xff then return '\204' .. bytesOf(number, 1) end
      if number <= 0xffff then return '\205' .. bytesOf(number, 2) end
      if number <= 0xffffffff then return '\206' .. bytesOf(number, 4) end
      return '\207' .. bytesOf(number, 8)
    end
    if number >= -32 then return bytesOf(number, 1) end
    if number >= -128 then return '\208' .. bytesOf(number, 1) end
    if number >= -32768 then return '\209' .. bytesOf(number, 2) end
    if number >= -2147483648 then return '\210' .. bytesOf(number, 4) end
    return '\211' .. bytesOf(number, 8)
  end

  local function numeric(number)
    if number ~= number then stop('it packs what is not a number, with a sign that depends on the machine') end
    if floor(number) == number and number >= -huge and number < huge then return whole(number) end
    local short = host('float', 'f', number)
    if host('unfloat', short) == number then return '\202' .. short end
    return '\203' .. host('float', 'd', number)
  end

  local function isList(value)
    local most, count = 0, 0
    for key in next, value do
      if type(key) ~= 'number' or key <= 0 or floor(key) ~= key then return false end
      most, count = key > most and key or most, count + 1
    end
    return most == count
  end

  local write

  local function writeTable(value, out, depth)
    if isList(value) then
      local length = #value
      out[#out + 1] = headed(0x90, 16, { [2] = 0xdc, [4] = 0xdd }, length)
      for at = 1, length do write(value[at], out, depth + 1) end
      return
    end
    local count = 0
    for _ in next, value do count = count + 1 end
    out[#out + 1] = headed(0x80, 16, { [2] = 0xde, [4] = 0xdf }, count)
    for key, each in next, value do
      write(key, out, depth + 1)
      write(each, out, depth + 1)
    end
  end

  function write(value, out, depth)
    local kind = type(value)
    if kind == 'string' then
      out[#out + 1] = headed(0xa0, 32, { 0xd9, 0xda, [4] = 0xdb }, #value)
      out[#out + 1] = value
    elseif kind == 'boolean' then out[#out + 1] = value and '\195' or '\194'
    elseif kind == 'number' then out[#out + 1] = numeric(value)
    elseif kind == 'table' and depth < maxDepth then writeTable(value, out, depth)
    else out[#out + 1] = '\192' end
  end

  local function need(text, at, length)
    if at + length - 1 > #text then error('Missing bytes in input.', 0) end
  end

  local sizes = { [0xcc] = 1, [0xcd] = 2, [0xce] = 4, [0xcf] = 8, [0xd0] = 1, [0xd1] = 2, [0xd2] = 4, [0xd3] = 8 }
  local read

  local function readText(text, at, length)
    need(text, at, length)
    return sub(text, at, at + length - 1), at + length
  end

  local function readList(text, at, length)
    local list = {}
    for index = 1, length do list[index], at = read(text, at) end
    return list, at
  end

  local function readMap(text, at, length)
    local map = {}
    for _ = 1, length do
      local key
      key, at = read(text, at)
      map[key], at = read(text, at)
    end
    return map, at
  end

  local longKinds = {
    [0xd9] = { size = 1, read = readText },
    [0xda] = { size = 2, read = readText },
    [0xdb] = { size = 4, read = readText },
    [0xdc] = { size = 2, read = readList },
    [0xdd] = { size = 4, read = readList },
    [0xde] = { size = 2, read = readMap },
    [0xdf] = { size = 4, read = readMap },
  }

  function read(text, at)
    need(text, at, 1)
    local kind = byte(text, at)
    at = at + 1
    if kind < 0x80 then return kind, at end
    if kind < 0x90 then return readMap(text, at, kind - 0x80) end
    if kind < 0xa0 then return readList(text, at, kind - 0x90) end
    if kind < 0xc0 then return readText(text, at, kind - 0xa0) end
    if kind >= 0xe0 then return kind - 256, at end
    if kind == 0xc0 then return nil, at end
    if kind == 0xc2 or kind == 0xc3 then return kind == 0xc3, at end
    if kind == 0xca or kind == 0xcb then
      local size = kind == 0xca and 4 or 8
      need(text, at, size)
      return host('unfloat', sub(text, at, at + size - 1)), at + size
    end
    if sizes[kind] then
      need(text, at, sizes[kind])
      return numberAt(text, at, sizes[kind], kind >= 0xd0), at + sizes[kind]
    end
    local long = longKinds[kind]
    if long then
      need(text, at, long.size)
      return long.read(text, at + long.size, numberAt(text, at, long.size))
    end
    error('Bad data format in input.', 0)
  end

  cmsgpack = setmetatable({ _NAME = 'cmsgpack' }, {
    __index = function(_, name) stop('it calls cmsgpack.' .. tostring(name)) end,
  })

  function cmsgpack.pack(...)
    local count = select('#', ...)
    if count == 0 then error("bad argument #0 to 'pack' (MessagePack pack needs input.)", 2) end
    local out = {}
    for at = 1, count do write((select(at, ...)), out, 0) end
    return concat(out)
  end

  function cmsgpack.unpack(...)
    local text = ...
    if type(text) ~= 'string' then error("bad argument #1 to 'unpack' (string expected, got " .. type(text) .. ')', 2) end
    local values, count, at = {}, 0, 1
    while at <= #text do
      count = count + 1
      values[count], at = read(text, at)
    end
    return unpack(values, 1, count)
  end
end
