-- JSON as lua-cjson 2.1 reads and writes it with its settings as they are.

do
  local maxDepth, sparseRatio, safeLength = 1000, 2, 10
  local escapes = { ['"'] = '\\"', ['\\'] = '\\\\', ['/'] = '\\/', ['\b'] = '\\b', ['\t'] = '\\t', ['\n'] = '\\n',
    ['\f'] = '\\f', ['\r'] = '\\r' }
  local letters = { b = '\b', t = '\t', n = '\n', f = '\f', r = '\r', ['"'] = '"', ['\\'] = '\\', ['/'] = '/' }

  local function escaped(char)
    return escapes[char] or format('\\u%04x', byte(char))
  end

  local function textOf(text)
    return '"' .. gsub(text, '[%c"\\/]', escaped) .. '"'
  end

  local function numberOf(number)
    if number ~= number or number == math.huge or number == -math.huge then
      error('Cannot serialise number: must not be NaN or Inf', 0)
    end
    return format('%.14g', number)
  end

  -- The length of a list with few gaps; nil where the table is none.
  local function lengthOf(list)
    local most, items = 0, 0
    for key in next, list do
      if type(key) ~= 'number' or key < 1 or floor(key) ~= key then return nil end
      most, items = key > most and key or most, items + 1
    end
    if most > items * sparseRatio and most > safeLength then
      error('Cannot serialise table: excessively sparse array', 0)
    end
    return most > 0 and most or nil
  end

  local function write(value, out, depth)
    local kind = type(value)
    if kind == 'string' then out[#out + 1] = textOf(value)
    elseif kind == 'number' then out[#out + 1] = numberOf(value)
    elseif kind == 'boolean' then out[#out + 1] = tostring(value)
    elseif value == nil or value == null then out[#out + 1] = 'null'
    elseif kind == 'table' then
      if depth > maxDepth then error('Cannot serialise, excessively deep nesting (' .. depth .. ')', 0) end
      local length = lengthOf(value)
      out[#out + 1] = length and '[' or '{'
      if length then
        for at = 1, length do
          if at > 1 then out[#out + 1] = ',' end
          write(rawget(value, at), out, depth + 1)
        end
      else
        local isFirst = true
        for key, each in next, value do
          if not isFirst then out[#out + 1] = ',' end
          isFirst = false
          if type(key) == 'number' then out[#out + 1] = '"' .. numberOf(key) .. '":'
          elseif type(key) == 'string' then out[#out + 1] = textOf(key) .. ':'
          else error('Cannot serialise ' .. type(key) .. ': table key must be a number or string', 0) end
          write(each, out, depth + 1)
        end
      end
      out[#out + 1] = length and ']' or '}'
    else error('Cannot serialise ' .. kind .. ': type not supported', 0) end
  end

  local tokens = { ['{'] = 'T_OBJ_BEGIN', ['}'] = 'T_OBJ_END', ['['] = 'T_ARR_BEGIN', [']'] = 'T_ARR_END',
    ['"'] = 'T_STRING', [','] = 'T_COMMA', [':'] = 'T_COLON', [''] = 'T_END' }
  local literals = { { '^true', 'T_BOOLEAN' }, { '^false', 'T_BOOLEAN' }, { '^null', 'T_NULL' }, { '^-?%d', 'T_NUMBER' } }

  local function fail(expected, text, at)
    local token = tokens[sub(text, at, at)]
    for _, literal in ipairs(literals) do token = token or find(text, literal[1], at) and literal[2] end
    error('Expected ' .. expected .. ' but found ' .. (token or 'invalid token') .. ' at character ' .. at, 0)
  end

  local function failInText(why, at)
    error('Expected value but found ' .. why .. ' at character ' .. at, 0)
  end

  local function utf8(code)
    local char = string.char
    if code < 0x80 then return char(code) end
    if code < 0x800 then return char(0xc0 + floor(code / 64), 0x80 + code % 64) end
    if code < 0x10000 then
      return char(0xe0 + floor(code / 4096), 0x80 + floor(code / 64) % 64, 0x80 + code % 64)
    end
    return char(0xf0 + floor(code / 262144), 0x80 + floor(code / 4096) % 64, 0x80 + floor(code / 64) % 64, 0x80 + code % 64)
  end

  local function codeAt(text, at)
    local digits = sub(text, at, at + 3)
    return find(digits, '^%x%x%x%x$') and tonumber(digits, 16) or nil
  end

  local function readText(text, at)
    local parts, from = {}, at + 1
    while true do
      local stopAt = find(text, '["\\%z]', from)
      if not stopAt then failInText('unexpected end of string', #text + 1) end
      parts[#parts + 1] = sub(text, from, stopAt - 1)
      local char = sub(text, stopAt, stopAt)
      if char == '"' then return concat(parts), stopAt + 1 end
      if char ~= '\\' then failInText('unexpected end of string', stopAt) end
      local letter = sub(text, stopAt + 1, stopAt + 1)
      from = stopAt + 2
      if letter == 'u' then
        local code = codeAt(text, from)
        if not code or (code >= 0xdc00 and code < 0xe000) then failInText('invalid unicode escape code', stopAt) end
        from = from + 4
        if code >= 0xd800 and code < 0xdc00 then
          local low = sub(text, from, from + 1) == '\\u' and codeAt(text, from + 2)
          if not low or low < 0xdc00 or low > 0xdfff then failInText('invalid unicode escape code', stopAt) end
          code, from = 0x10000 + (code - 0xd800) * 1024 + low - 0xdc00, from + 6
        end
        parts[#parts + 1] = utf8(code)
      else parts[#parts + 1] = letters[letter] or failInText('invalid escape code', stopAt) end
    end
  end

  local read

  local function skip(text, at)
    return find(text, '[^ \t\r\n]', at) or #text + 1
  end

  local function readList(text, at, depth)
    local list, length = {}, 0
    at = skip(text, at + 1)
    if sub(text, at, at) == ']' then return list, at + 1 end
    while true do
      length = length + 1
      list[length], at = read(text, at, depth)
      at = skip(text, at)
      local char = sub(text, at, at)
      if char == ']' then return list, at + 1 end
      if char ~= ',' then fail('comma or array end', text, at) end
      at = at + 1
    end
  end

  local function readObject(text, at, depth)
    local object = {}
    at = skip(text, at + 1)
    if sub(text, at, at) == '}' then return object, at + 1 end
    while true do
      local key
      if sub(text, at, at) ~= '"' then fail('object key string', text, at) end
      key, at = readText(text, at)
      at = skip(text, at)
      if sub(text, at, at) ~= ':' then fail('colon', text, at) end
      object[key], at = read(text, at + 1, depth)
      at = skip(text, at)
      local char = sub(text, at, at)
      if char == '}' then return object, at + 1 end
      if char ~= ',' then fail('comma or object end', text, at) end
      at = skip(text, at + 1)
    end
  end

  function read(text, at, depth)
    at = skip(text, at)
    local char = sub(text, at, at)
    local isNested = char == '{' or char == '['
    if isNested and depth >= maxDepth then
      error('Found too many nested data structures (' .. depth + 1 .. ')', 0)
    end
    if char == '"' then return readText(text, at) end
    if char == '{' then return readObject(text, at, depth + 1) end
    if char == '[' then return readList(text, at, depth + 1) end
    if sub(text, at, at + 3) == 'true' then return true, at + 4 end
    if sub(text, at, at + 4) == 'false' then return false, at + 5 end
    if sub(text, at, at + 3) == 'null' then return null, at + 4 end
    local last = select(2, find(text, '^-?%d+%.?%d*[eE]?[-+]?%d*', at))
    local digits = last and sub(text, at, last)
    if not digits or find(digits, '^-?0%d') or not tonumber(digits) or find(text, '^[%w.]', last + 1) then
      if find(text, '^[-+.%diInN]', at) then stop('it reads a number that is written in an unusual way') end
      fail('value', text, at)
    end
    return tonumber(digits), last + 1
  end

  local function settingOf(name)
    return function() stop('it calls cjson.' .. name) end
  end

  cjson = setmetatable({ null = null, _NAME = 'cjson', _VERSION = '2.1.0' }, {
    __index = function(_, name) stop('it asks for cjson.' .. tostring(name)) end,
  })

  function cjson.encode(...)
    if select('#', ...) ~= 1 then error('bad argument #1 to \'encode\' (expected 1 argument)', 2) end
    local out = {}
    write((...), out, 1)
    return concat(out)
  end

  function cjson.decode(...)
    local text = ...
    if select('#', ...) ~= 1 then error('bad argument #1 to \'decode\' (expected 1 argument)', 2) end
    if type(text) == 'number' then text = text .. '' end
    if type(text) ~= 'string' then error('bad argument #1 to \'decode\' (string expected, got ' .. type(text) .. ')', 2) end
    if find(text, '^%z') or find(text, '^.%z') then error('JSON parser does not support UTF-16 or UTF-32', 0) end
    local value, at = read(text, 1, 0)
    at = skip(text, at)
    if at <= #text then fail('the end', text, at) end
    return value
  end

  for _, name in ipairs({ 'encode_sparse_array', 'encode_max_depth', 'decode_max_depth', 'encode_number_precision',
    'encode_keep_buffer', 'encode_invalid_numbers', 'decode_invalid_numbers', 'new' }) do
    cjson[name] = settingOf(name)
  end
end
