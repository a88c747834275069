import { createContext, useContext } from 'react';

const AroundContext = createContext('');

/** The number of the matter whose page this is: paths of what hangs on it begin with it. */
export const AroundProvider = AroundContext.Provider;
export const useAround = (): string => useContext(AroundContext);
