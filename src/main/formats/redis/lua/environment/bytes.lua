-- Numbers as bytes, the highest first: what MessagePack and struct are made of.

local char = string.char

-- The last bytes of a whole number; a negative one in two's complement.
local function bytesOf(number, size)
  local out = {}
  for at = size, 1, -1 do
    local low = number % 256
    out[at] = char(low)
    number = (number - low) / 256
  end
  return concat(out)
end

local function numberAt(text, at, size, isSigned)
  local high, low = 0, 0
  for offset = 0, size - 1 do
    local value = byte(text, at + offset)
    if size - offset > 4 then high = high * 256 + value else low = low * 256 + value end
  end
  if isSigned and byte(text, at) >= 128 then
    if size > 4 then high = high - 256 ^ (size - 4) else low = low - 256 ^ size end
  end
  -- Both parts are exact: what is rounded is their sum, once.
  return high * 4294967296 + low
end
