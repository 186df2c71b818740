-- Globals of scripts are refused, in the words of Redis before version 7.

KEYS, ARGV = {}, {}

do
  local getinfo, error, rawset = debug.getinfo, error, rawset
  local meta = {}
  setmetatable(_G, meta)
  function meta.__newindex(globals, name, value)
    if getinfo(2) then
      local what = getinfo(2, 'S').what
      if what ~= 'main' and what ~= 'C' then
        error("Script attempted to create global variable '" .. tostring(name) .. "'", 2)
      end
    end
    rawset(globals, name, value)
  end
  function meta.__index(globals, name)
    if getinfo(2) and getinfo(2, 'S').what ~= 'C' then
      error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
    end
    return rawget(globals, name)
  end
  debug = nil
end
