-- What scripts find in Redis before version 7 beside Lua: its random numbers, `redis` and `bit`.

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
