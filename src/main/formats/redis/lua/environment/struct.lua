-- Numbers and texts end to end, as the struct library lays them out where Redis runs: 64 bits, the lowest byte first.

do
  local maxIntegerBytes, nativeAlignment = 32, 8
  local sizes = { b = 1, B = 1, h = 2, H = 2, l = 8, L = 8, T = 8, f = 4, d = 8, x = 1 }

  local function digitsAt(formats, at)
    local digits = sub(formats, find(formats, '^%d*', at))
    return digits ~= '' and tonumber(digits), at + #digits
  end

  -- Goes through the options: what each of them is, its size, and how many bytes are left out before it.
  local function options(formats)
    local at, isLittle, alignment, total = 1, true, 1, 0
    local function following(moved)
      total = total + (moved or 0)
      while true do
        local option = sub(formats, at, at)
        if option == '' then return nil end
        local digits
        at = at + 1
        if option == 'i' or option == 'I' or option == 'c' or option == '!' then digits, at = digitsAt(formats, at) end
        if option == '<' then isLittle = true
        elseif option == '>' then isLittle = false
        elseif option == '!' then
          alignment = digits or nativeAlignment
          if alignment == 0 or bytesOf(alignment, 4) == '' or math.frexp(alignment) ~= 0.5 then
            error('alignment is not a power of 2')
          end
        elseif option ~= ' ' then
          local size = sizes[option] or (option == 'c' and (digits or 1)) or (option == 's' and 0) or digits or 4
          if not find(option, '[bBhHlLTfdxiIcs]') then error("invalid format option '" .. option .. "'") end
          if (option == 'i' or option == 'I') and size > maxIntegerBytes then
            error('integral size ' .. size .. ' is larger than limit of ' .. maxIntegerBytes)
          end
          local gap = 0
          if size > 0 and option ~= 'c' then
            local unit = size > alignment and alignment or size
            gap = unit > 1 and (unit - total % unit) % unit or 0
            if unit > 1 and math.frexp(unit) ~= 0.5 then stop('it aligns a number to what is not a power of 2') end
          end
          total = total + gap + (option == 's' and 0 or size)
          return option, size, gap, isLittle
        end
      end
    end
    return following
  end

  local function turned(bytes, isLittle)
    return isLittle and bytes:reverse() or bytes
  end

  local function checked(value, kind, at, name)
    local given = kind == 'number' and tonumber(value) or type(value) == kind and value
    if kind == 'string' and type(value) == 'number' then given = value .. '' end
    if not given then
      error('bad argument #' .. at .. " to '" .. name .. "' (" .. kind .. ' expected, got ' .. type(value) .. ')', 3)
    end
    return given
  end

  struct = setmetatable({}, { __index = function(_, name) stop('it calls struct.' .. tostring(name)) end })

  function struct.pack(formats, ...)
    local following, out, used, moved = options(checked(formats, 'string', 1, 'pack')), {}, 0, 0
    while true do
      local option, size, gap, isLittle = following(moved)
      moved = 0
      if not option then return concat(out) end
      out[#out + 1] = rep('\0', gap)
      if option == 'x' then out[#out + 1] = '\0'
      else
        used = used + 1
        local value = (select(used, ...))
        if option == 's' or option == 'c' then
          local text = checked(value, 'string', used + 1, 'pack')
          if option == 'c' and size > #text then error('bad argument #' .. used + 1 .. " to 'pack' (string too short)", 2) end
          if option == 'c' and size > 0 then text = sub(text, 1, size) else moved = #text end
          if option == 's' then text, moved = text .. '\0', moved + 1 end
          out[#out + 1] = text
        else
          local number = checked(value, 'number', used + 1, 'pack')
          if option == 'f' or option == 'd' then
            if number ~= number then stop('it packs what is not a number, with a sign that depends on the machine') end
            out[#out + 1] = turned(host('float', option, number), isLittle)
          else
            if number >= 2 ^ 63 or number < -2 ^ 63 or number ~= number then
              stop('it packs a number that takes more than 64 bits')
            end
            local truncated = number < 0 and -floor(-number) or floor(number)
            if size > 8 then stop('it packs an integer of more than 8 bytes') end
            out[#out + 1] = turned(bytesOf(truncated, size), isLittle)
          end
        end
      end
    end
  end

  function struct.unpack(formats, text, from)
    text = checked(text, 'string', 2, 'unpack')
    local at = from == nil and 1 or checked(from, 'number', 3, 'unpack')
    if at < 1 or floor(at) ~= at or isWide(at) then error('offset must be 1 or greater') end
    local following, values, count, moved = options(checked(formats, 'string', 1, 'unpack')), {}, 0, at - 1
    while true do
      local option, size, gap, isLittle = following(moved)
      moved = 0
      if not option then break end
      at = at + gap
      if at + size - 1 > #text then error("bad argument #2 to 'unpack' (data string too short)", 2) end
      if option == 'c' then
        if size == 0 then
          size = values[count]
          if count == 0 or type(size) ~= 'number' then error("format 'c0' needs a previous size") end
          count, moved = count - 1, size
          if at + size - 1 > #text then error("bad argument #2 to 'unpack' (data string too short)", 2) end
        end
        count = count + 1
        values[count] = sub(text, at, at + size - 1)
      elseif option == 's' then
        local last = find(text, '%z', at)
        if not last then error('unfinished string in data') end
        count = count + 1
        values[count], size, moved = sub(text, at, last - 1), last - at + 1, last - at + 1
      elseif option ~= 'x' then
        count = count + 1
        local bytes = turned(sub(text, at, at + size - 1), isLittle)
        if option == 'f' or option == 'd' then values[count] = host('unfloat', bytes)
        elseif size > 8 then stop('it unpacks an integer of more than 8 bytes')
        else values[count] = numberAt(bytes, 1, size, find(option, '[bhli]') ~= nil) end
      end
      at = at + size
    end
    values[count + 1] = at
    return unpack(values, 1, count + 1)
  end

  function struct.size(formats)
    local following, total = options(checked(formats, 'string', 1, 'size')), 0
    while true do
      local option, size, gap = following()
      if not option then return total end
      if option == 's' then error("bad argument #1 to 'size' (variable-size format in size)", 2) end
      if option == 'c' and size == 0 then error("bad argument #1 to 'size' (variable-length format in size)", 2) end
      total = total + gap + size
    end
  end
end
